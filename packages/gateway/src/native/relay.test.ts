import { EventEmitter, once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startEmulator } from '@outcrop/emulator';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTestTarget, startTestGateway, testKey } from '../../test/start-test-gateway.ts';

const model = 'amazon.nova-pro-v1:0';
const body = JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'Say hello.' }] }] });

function converse(
  url: string,
  init: {
    path?: string;
    headers?: Record<string, string | undefined>;
    signal?: AbortSignal;
    body?: string;
  } = {},
) {
  return fetch(`${url}${init.path ?? `/model/${encodeURIComponent(model)}/converse`}`, {
    method: 'POST',
    body: init.body ?? body,
    signal: init.signal,
    headers: Object.entries({
      authorization: `Bearer ${testKey}`,
      'content-type': 'application/json',
      ...init.headers,
    }).filter((header): header is [string, string] => header[1] !== undefined),
  });
}

async function startUpstream(
  handle: Parameters<typeof createServer>[1],
): Promise<{ url: string; server: Server }> {
  const server = createServer(handle as never);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

describe('what Bedrock answers', () => {
  it('passes byte for byte: status, content type, x-amzn headers and body', async () => {
    const bytes = Buffer.from('{"output": {"a" :1},  "emoji":"\\ud83d\\ude00"}\n');
    const { url: upstream } = await startUpstream((request, response) => {
      request.resume();
      response.writeHead(200, {
        'content-type': 'application/json',
        'x-amzn-requestid': 'r-1',
        'x-amzn-bedrock-cache-read-input-token-count': '7',
        'set-cookie': 'a=b',
      });
      response.end(bytes);
    });
    const { url, records } = await startTestGateway({
      findTargets: (name) => [createTestTarget(upstream, name)],
    });
    const answer = await converse(url);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
    expect(answer.headers.get('x-amzn-requestid')).toBe('r-1');
    expect(answer.headers.get('x-amzn-bedrock-cache-read-input-token-count')).toBe('7');
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(answer.headers.get('x-outcrop-trace-id')).toBe(records[0]?.traceId);
    expect(Buffer.concat(records[0]?.responseChunks ?? [])).toEqual(bytes);
  });

  it('is not followed elsewhere', async () => {
    const { url: upstream } = await startUpstream((request, response) => {
      request.resume();
      response.writeHead(307, { location: 'http://169.254.169.254/' });
      response.end();
    });
    const { url, emulator } = await startTestGateway({
      findTargets: (name) => [createTestTarget(upstream, name)],
    });
    const answer = await fetch(`${url}/model/m/converse`, {
      method: 'POST',
      body,
      redirect: 'manual',
      headers: { authorization: `Bearer ${testKey}` },
    });
    expect(answer.status).toBe(307);
    expect(emulator.requests).toEqual([]);
  });
});

describe('a model’s name in the path', () => {
  it.each([
    'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123',
    'amazon.nova-pro-v1:0',
    'a%2Fb',
  ])('%s is decoded exactly once', async (name) => {
    const seen: string[] = [];
    const { url, records } = await startTestGateway({
      findTargets: (found, emulator) => {
        seen.push(found);
        return [createTestTarget(emulator.url, model)];
      },
    });
    const answer = await converse(url, { path: `/model/${encodeURIComponent(name)}/converse` });
    expect(answer.status).toBe(200);
    expect(seen).toEqual([name]);
    expect(records[0]?.upstreamPath).toBe('/model/amazon.nova-pro-v1%3A0/converse');
  });

  it('that is no UTF-8 is refused in AWS’s shape', async () => {
    const { url } = await startTestGateway();
    const answer = await converse(url, { path: '/model/%ff/converse' });
    expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([400, 'ValidationException']);
  });
});

describe('the way of a call', () => {
  it('leads to the next provider at once when one is throttled, and leaves that one alone for a while', async () => {
    const throttled = await startEmulator({ script: [{ behaviour: 'throttle=9' }] });
    onTestFinished(() => throttled.close());
    const { url, emulator, records } = await startTestGateway({
      findTargets: (name, good) => [
        createTestTarget(throttled.url, name, { name: 'first' }),
        createTestTarget(good.url, name, { name: 'second', priority: 1 }),
      ],
    });
    expect((await converse(url)).status).toBe(200);
    expect((await converse(url)).status).toBe(200);
    expect(throttled.requests).toHaveLength(1);
    expect(emulator.requests).toHaveLength(2);
    expect(records[0]?.attempts.map(({ status, error }) => [status, error?.exception])).toEqual([
      [429, 'ThrottlingException'],
      [200, undefined],
    ]);
  });

  it('leads on past a provider that cannot be reached', async () => {
    const { url, records } = await startTestGateway({
      findTargets: (name, good) => [
        createTestTarget('http://127.0.0.1:9', name, { name: 'gone' }),
        createTestTarget(good.url, name, { name: 'second', priority: 1 }),
      ],
    });
    expect((await converse(url)).status).toBe(200);
    expect(records[0]?.attempts[0]?.error).toMatchObject({ status: 502, code: 'upstream_unreachable' });
  });

  it('is tried again at the only provider, as often as the client says', async () => {
    const { url, emulator, records } = await startTestGateway({
      emulator: { script: [{ behaviour: 'throttle=2' }] },
    });
    expect((await converse(url, { headers: { 'x-outcrop-retries': '0' } })).status).toBe(429);
    expect(emulator.requests).toHaveLength(1);
    emulator.reset();
    expect((await converse(url)).status).toBe(200);
    expect(emulator.requests).toHaveLength(3);
    expect(records[1]?.attempts.map(({ delayMs = 0 }) => delayMs > 0)).toEqual([true, true, false]);
  });

  it('is not tried again for what would fail again, and Bedrock’s words pass', async () => {
    const { url, emulator } = await startTestGateway();
    const answer = await converse(url, { body: '{}' });
    expect(answer.status).toBe(400);
    expect(answer.headers.get('x-amzn-errortype')).toMatch(/^ValidationException/);
    expect(emulator.requests).toHaveLength(1);
  });

  it('leads to a fallback model, and only to the provider that the client names', async () => {
    const { url, emulator, records } = await startTestGateway({
      emulator: { script: [{ model, behaviour: 'throttle=9' }] },
      findTargets: (name, good) => [createTestTarget(good.url, name, { name: 'east' })],
    });
    const headers = { 'x-outcrop-fallback-models': 'amazon.nova-lite-v1:0', 'x-outcrop-retries': '0' };
    expect((await converse(url, { headers })).status).toBe(200);
    expect(emulator.requests.map(({ modelId }) => modelId)).toEqual([model, 'amazon.nova-lite-v1:0']);
    const refused = await converse(url, { headers: { 'x-outcrop-provider': 'west' } });
    expect(refused.status).toBe(404);
    expect(await refused.text()).toContain('east');
    expect(records).toHaveLength(2);
  });

  it('names the profile when a model is not served on demand', async () => {
    const { url: upstream } = await startUpstream((request, response) => {
      request.resume();
      response.writeHead(400, {
        'content-type': 'application/json',
        'x-amzn-errortype': 'ValidationException',
      });
      response.end(
        JSON.stringify({ message: "Invocation of model ID x with on-demand throughput isn't supported." }),
      );
    });
    const { url } = await startTestGateway({ findTargets: (name) => [createTestTarget(upstream, name)] });
    const answer = await converse(url, {
      path: '/model/anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse',
    });
    expect(await answer.text()).toContain('us.anthropic.claude-sonnet-4-5-20250929-v1:0');
  });
});

describe('a client that leaves', () => {
  it('ends the call at Bedrock, whose record says so', async () => {
    const upstreamEvents = new EventEmitter();
    const lost = once(upstreamEvents, 'lost');
    const { url: upstream } = await startUpstream((request, response) => {
      request.resume();
      response.on('close', () => upstreamEvents.emit('lost'));
      response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
      response.write('a first piece');
    });
    const { url, records } = await startTestGateway({
      findTargets: (name) => [createTestTarget(upstream, name)],
    });
    const leaving = new AbortController();
    const answer = await converse(url, { path: '/model/m/converse-stream', signal: leaving.signal });
    await answer.body?.getReader().read();
    leaving.abort();
    await lost;
    await expect.poll(() => records[0]?.partialReason).toBe('aborted');
    expect(Buffer.concat(records[0]?.responseChunks ?? []).toString()).toBe('a first piece');
  });

  it('or reads slowly makes Bedrock wait', async () => {
    let sentBytes = 0;
    const chunk = Buffer.alloc(64 * 1024);
    const { url: upstream } = await startUpstream((request, response) => {
      request.resume();
      response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
      const send = (): void => {
        while (sentBytes < 256 * 1024 * 1024) {
          sentBytes += chunk.length;
          if (!response.write(chunk)) return void response.once('drain', send);
        }
        response.end();
      };
      send();
    });
    const { url } = await startTestGateway({ findTargets: (name) => [createTestTarget(upstream, name)] });
    const leaving = new AbortController();
    const answer = await converse(url, { path: '/model/m/converse-stream', signal: leaving.signal });
    await answer.body?.getReader().read();
    let before = -1;
    // It stands still once every buffer on the way is full.
    await expect.poll(() => before === (before = sentBytes), { interval: 300, timeout: 20_000 }).toBe(true);
    expect(sentBytes).toBeLessThan(64 * 1024 * 1024);
    leaving.abort();
  });
});

describe('what is no good request', () => {
  it('is refused in AWS’s shape: no key, a wrong key, AWS’s own signature, too much', async () => {
    const { url, emulator } = await startTestGateway({ gateway: { maxBodyBytes: 1000 } });
    const refusals: unknown[] = [];
    for (const [authorization, sent] of [
      ['', body],
      ['Bearer wrong', body],
      ['AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=c, Signature=d', body],
      [`Bearer ${testKey}`, 'x'.repeat(2000)],
    ] as const) {
      const answer = await converse(url, { headers: { authorization }, body: sent });
      refusals.push([answer.status, answer.headers.get('x-amzn-errortype')]);
      expect(await answer.json()).toEqual({ message: expect.any(String) });
    }
    expect(refusals).toEqual([
      [401, 'UnrecognizedClientException'],
      [401, 'UnrecognizedClientException'],
      [401, 'UnrecognizedClientException'],
      [413, 'ValidationException'],
    ]);
    expect(emulator.requests).toEqual([]);
  });

  it('takes ten megabytes, and the key in the header of Anthropic’s clients', async () => {
    const { url, emulator } = await startTestGateway();
    const text = 'word '.repeat(2 * 1024 * 1024);
    const answer = await converse(url, {
      headers: { authorization: undefined, 'x-api-key': testKey },
      body: JSON.stringify({ messages: [{ role: 'user', content: [{ text }] }] }),
    });
    expect(emulator.requests).toHaveLength(1);
    expect([200, 400]).toContain(answer.status);
  });
});

it('private addresses are refused when the socket connects, unless the provider may have them', async () => {
  const { url, emulator } = await startTestGateway({
    findTargets: (name, good) => [
      createTestTarget(good.url.replace('127.0.0.1', 'localhost'), name, {
        endpoint: { isPrivateAllowed: false },
      }),
    ],
  });
  const answer = await converse(url, { headers: { 'x-outcrop-retries': '0' } });
  expect(answer.status).toBe(400);
  expect(await answer.text()).toContain('public internet');
  expect(emulator.requests).toEqual([]);
});

it('what runs may end when the gateway stops, and new calls are told to come again', async () => {
  const { url, gateway, records } = await startTestGateway({
    emulator: { script: [{ behaviour: 'latency=300' }] },
  });
  const running = converse(url);
  await expect.poll(() => gateway.countCalls()).toBe(1);
  const closing = gateway.close(5000);
  const refused = await converse(url);
  expect([refused.status, refused.headers.get('x-amzn-errortype')]).toEqual([
    503,
    'ServiceUnavailableException',
  ]);
  expect((await running).status).toBe(200);
  await closing;
  expect(records.map(({ status }) => status)).toEqual([200]);
});
