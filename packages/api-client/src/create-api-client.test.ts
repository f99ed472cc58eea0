import { OutcropError } from '@outcrop/protocol';
import { describe, expect, it, vi } from 'vitest';
import { ApiError } from './api-error.ts';
import { createApiClient } from './create-api-client.ts';
import type { EventSourceLike } from './subscribe-to-changes.ts';

type Answer = (init: RequestInit) => Response | Promise<Response>;

interface Asked {
  url: string;
  method?: string;
  headers: Headers;
  body: unknown;
}

function createClient(
  answer: Answer,
  apiKey?: string,
): { client: ReturnType<typeof createApiClient>; asked: Asked[] } {
  const asked: Asked[] = [];
  const client = createApiClient({
    baseUrl: 'http://server/',
    apiKey,
    fetch: async (url, init = {}) => {
      asked.push({
        url: new Request(url).url,
        method: init.method,
        headers: new Headers(init.headers),
        body: init.body,
      });
      return answer(init);
    },
  });
  return { client, asked };
}

describe('createApiClient', () => {
  it('escapes what becomes part of an address', async () => {
    const { client, asked } = createClient(() => Response.json({ traces: [], next_cursor: null }));
    await client.listTraces('a/b?c=ü', { limit: 5, cursor: 'x&y' });
    await client.listTraces('plain', { cursor: undefined });
    expect(asked.map(({ url }) => url)).toEqual([
      'http://server/api/projects/a%2Fb%3Fc%3D%C3%BC/traces?limit=5&cursor=x%26y',
      'http://server/api/projects/plain/traces',
    ]);
  });

  it('sends JSON and the API key', async () => {
    const { client, asked } = createClient(() => Response.json({}), 'oc_key');
    await client.createApiKey({ name: 'name' });
    expect(asked[0]).toMatchObject({ method: 'POST', body: '{"name":"name"}' });
    expect(asked[0]?.headers.get('authorization')).toBe('Bearer oc_key');
    expect(asked[0]?.headers.get('content-type')).toBe('application/json');
  });

  it('tells the steps of a connection test one by one, however they are cut', async () => {
    const steps = ['credentials', 'sts', 'model_call'].map((name) => ({
      name,
      status: 'passed',
      message: 'é',
    }));
    const bytes = new TextEncoder().encode(steps.map((step) => JSON.stringify(step)).join('\n'));
    const { client, asked } = createClient(() => {
      const body = new ReadableStream({
        start(controller) {
          for (let from = 0; from < bytes.length; from += 7) controller.enqueue(bytes.slice(from, from + 7));
          controller.close();
        },
      });
      return new Response(body);
    });
    const told: unknown[] = [];
    const test = await client.testProvider('id', undefined, (step) => told.push(step));
    expect(asked[0]?.headers.get('accept')).toBe('application/x-ndjson');
    expect(told).toEqual(steps);
    expect(test).toEqual({ is_connected: true, steps });
  });

  it('sends neither a key nor a content type that it does not have', async () => {
    const { client, asked } = createClient(() => Response.json({}));
    await client.deleteSession();
    expect([...(asked[0]?.headers.keys() ?? [])]).toEqual(['accept']);
  });

  it('takes an answer without content', async () => {
    const { client } = createClient(() => new Response(null, { status: 204 }));
    expect(await client.revokeApiKey('id')).toBeUndefined();
  });

  it('rejects with the code and message of the server', async () => {
    const body = { error: { code: 'wrong_key', message: 'this key is unknown' } };
    const { client } = createClient(() => Response.json(body, { status: 401 }));
    const error = await client.listProjects().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ApiError);
    expect(OutcropError.is(error)).toBe(true);
    expect(error).toMatchObject({ status: 401, code: 'wrong_key', message: 'this key is unknown' });
  });

  it.each(['<html>Bad gateway</html>', 'null', '{"error":"text"}', ''])(
    'says so when something else answered %j',
    async (body) => {
      const { client } = createClient(() => new Response(body, { status: 502 }));
      await expect(client.listProjects()).rejects.toMatchObject({
        status: 502,
        code: 'unknown',
        message: expect.stringContaining('GET /api/projects answered 502') as string,
      });
    },
  );

  it('says which server it cannot reach', async () => {
    const { client } = createClient(() => Promise.reject(new TypeError('fetch failed')));
    await expect(client.listProjects()).rejects.toMatchObject({
      status: 0,
      code: 'unreachable',
      message: '[outcrop] cannot reach http://server: is it running?',
    });
  });

  it('leaves an abort an abort', async () => {
    const { client } = createClient(({ signal }) => Promise.reject(signal?.reason as Error));
    const reason = new DOMException('gone', 'AbortError');
    await expect(client.listProjects(AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

type Listener = (event: { data?: unknown }) => void;

class ScriptedEventSource implements EventSourceLike {
  static opened: ScriptedEventSource[] = [];
  readyState = 1;
  isClosed = false;
  readonly url: string;
  readonly #listeners = new Map<string, Listener>();

  constructor(url: string) {
    this.url = url;
    ScriptedEventSource.opened.push(this);
  }

  addEventListener(type: string, listener: Listener): void {
    this.#listeners.set(type, listener);
  }

  close(): void {
    this.isClosed = true;
  }

  emit(type: string, data?: unknown): void {
    this.#listeners.get(type)?.({ data });
  }
}

function subscribe(): { source: ScriptedEventSource; heard: unknown[]; unsubscribe: () => void } {
  ScriptedEventSource.opened = [];
  const heard: unknown[] = [];
  const client = createApiClient({ baseUrl: 'http://server', eventSource: ScriptedEventSource });
  const unsubscribe = client.subscribeToChanges({
    project: 'a b',
    onChange: (change) => heard.push(change),
    onDelete: (deletion) => heard.push({ deleted: deletion }),
    onConnect: () => heard.push('connected'),
    onDisconnect: () => heard.push('disconnected'),
  });
  const [source] = ScriptedEventSource.opened;
  if (!source) throw new Error('no event source was opened');
  return { source, heard, unsubscribe };
}

describe('subscribeToChanges', () => {
  it('passes on changes and the state of the connection until it is told to stop', () => {
    const { source, heard, unsubscribe } = subscribe();
    expect(source.url).toBe('http://server/api/events?project=a+b');
    source.emit('open');
    source.emit('trace-changed', '{"project":"a b","trace_id":"1"}');
    source.emit('traces-deleted', '{"project":"a b","trace_id":null}');
    source.emit('error');
    expect(heard).toEqual([
      'connected',
      { project: 'a b', trace_id: '1' },
      { deleted: { project: 'a b', trace_id: null } },
      'disconnected',
    ]);
    unsubscribe();
    expect(source.isClosed).toBe(true);
  });

  it('connects again after the browser gave up, but not after it was told to stop', () => {
    vi.useFakeTimers();
    const { source, unsubscribe } = subscribe();
    source.readyState = 2;
    source.emit('error');
    vi.advanceTimersByTime(3000);
    expect(ScriptedEventSource.opened).toHaveLength(2);
    const second = ScriptedEventSource.opened[1];
    if (second) second.readyState = 2;
    second?.emit('error');
    unsubscribe();
    vi.advanceTimersByTime(10_000);
    expect(ScriptedEventSource.opened).toHaveLength(2);
    expect(second?.isClosed).toBe(true);
    vi.useRealTimers();
  });

  it('says what is missing where there is no EventSource', () => {
    const client = createApiClient({ baseUrl: '' });
    expect(() => client.subscribeToChanges({ onChange: () => undefined })).toThrow(
      'createApiClient({ eventSource })',
    );
  });
});
