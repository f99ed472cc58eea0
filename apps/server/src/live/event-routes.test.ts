import { describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../testing/create-test-server.ts';
import { buildOtlpRequest, buildOtlpSpan, sampleTraceId } from '../testing/otlp-json.ts';

interface EventStream {
  response: Response;
  /** Resolves with all that came until the text is among it. */
  readUntil(text: string): Promise<string>;
  readToEnd(): Promise<string>;
  abort(): void;
}

async function openEvents(url: string, headers: Record<string, string>): Promise<EventStream> {
  const controller = new AbortController();
  const response = await fetch(url, { headers, signal: controller.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let received = '';
  async function readWhile(shouldGoOn: () => boolean): Promise<string> {
    while (shouldGoOn()) {
      const chunk = await reader?.read();
      if (!chunk || chunk.done) return received;
      received += chunk.value;
    }
    return received;
  }
  return {
    response,
    readUntil: (text) => readWhile(() => !received.includes(text)),
    readToEnd: () => readWhile(() => true),
    abort: () => controller.abort(),
  };
}

async function sendSpans({ app, authorization }: TestServer, project: string): Promise<void> {
  const answer = await app.inject({
    method: 'POST',
    url: '/v1/traces',
    headers: { ...authorization, 'x-outcrop-project': project },
    payload: buildOtlpRequest([buildOtlpSpan(0), buildOtlpSpan(1)]),
  });
  expect(answer.statusCode).toBe(200);
}

describe('GET /api/events', () => {
  it('tells once which trace of the project changed', async () => {
    const server = await createTestServer();
    const url = await server.app.listen({ port: 0, host: '127.0.0.1' });
    const events = await openEvents(`${url}/api/events?project=mine`, server.authorization);
    expect(events.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    await sendSpans(server, 'other');
    await sendSpans(server, 'mine');
    const received = await events.readUntil('trace-changed');
    expect(received).toBe(
      `retry: 1000\n\nevent: trace-changed\ndata: {"project":"mine","trace_id":"${sampleTraceId}"}\n\n`,
    );
    events.abort();
  });

  it('tells what was deleted: one trace, or a whole project', async () => {
    const server = await createTestServer();
    const url = await server.app.listen({ port: 0, host: '127.0.0.1' });
    await sendSpans(server, 'mine');
    await sendSpans(server, 'other');
    const events = await openEvents(`${url}/api/events`, server.authorization);
    for (const path of [`mine/traces/${sampleTraceId}`, 'other', 'unknown']) {
      const headers = server.authorization;
      await server.app.inject({ method: 'DELETE', url: `/api/projects/${path}`, headers });
    }
    const received = await events.readUntil('null');
    const [one, all] = [
      `{"project":"mine","trace_id":"${sampleTraceId}"}`,
      '{"project":"other","trace_id":null}',
    ];
    expect(received.split('event: traces-deleted\ndata: ').slice(1)).toEqual([`${one}\n\n`, `${all}\n\n`]);
    events.abort();
  });

  it('tells of every project when none is named', async () => {
    const server = await createTestServer();
    const url = await server.app.listen({ port: 0, host: '127.0.0.1' });
    const events = await openEvents(`${url}/api/events`, server.authorization);
    await sendSpans(server, 'one');
    await sendSpans(server, 'two');
    const received = await events.readUntil('"two"');
    expect(received).toContain('"one"');
    events.abort();
  });

  it('ends when the server closes', async () => {
    const server = await createTestServer();
    const url = await server.app.listen({ port: 0, host: '127.0.0.1' });
    const events = await openEvents(`${url}/api/events`, server.authorization);
    await server.app.close();
    expect(await events.readToEnd()).toBe('retry: 1000\n\n');
  });

  it('asks who is there', async () => {
    const { app } = await createTestServer();
    expect((await app.inject({ url: '/api/events' })).statusCode).toBe(401);
  });
});
