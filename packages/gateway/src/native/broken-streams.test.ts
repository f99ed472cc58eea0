import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import { encodeEventStreamMessage } from '@outcrop/bedrock';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createTestTarget, startTestGateway } from '../../test/start-test-gateway.ts';
import { mapCall } from '../recording/map-call.ts';

const path = '/model/amazon.nova-pro-v1%3A0/converse-stream';

function encode(kind: 'event' | 'exception', name: string, body: object): Buffer {
  const headers = { ':message-type': kind, [`:${kind}-type`]: name, ':content-type': 'application/json' };
  const typed = Object.fromEntries(
    Object.entries(headers).map(([key, value]) => [key, { type: 'string' as const, value }]),
  );
  return Buffer.from(encodeEventStreamMessage({ headers: typed, body: Buffer.from(JSON.stringify(body)) }));
}

const start = encode('event', 'messageStart', { role: 'assistant' });
const delta = encode('event', 'contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Hello' } });
const exception = encode('exception', 'modelStreamErrorException', { message: 'broken' });
const malformed = Buffer.from(delta);
malformed[malformed.length - 1]! ^= 1;

/** Streams the bytes, then ends as it is told. */
async function startStream(
  bytes: Buffer,
  finish: (response: ServerResponse) => void,
  idleMs?: number,
): Promise<Awaited<ReturnType<typeof startTestGateway>>> {
  const upstream = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
    response.write(bytes, () => finish(response));
  });
  upstream.listen(0, '127.0.0.1');
  await once(upstream, 'listening');
  onTestFinished(() => {
    upstream.close();
    upstream.closeAllConnections();
  });
  const url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
  return startTestGateway({
    findTargets: (name) => [createTestTarget(url, name)],
    gateway: idleMs === undefined ? {} : { idleMs },
  });
}

async function read({ url, key }: { url: string; key: string }) {
  const answer = await fetch(url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: '{}',
  });
  const chunks: Uint8Array[] = [];
  let isBroken = false;
  try {
    for await (const chunk of answer.body ?? []) chunks.push(chunk);
  } catch {
    isBroken = true;
  }
  return { status: answer.status, bytes: Buffer.concat(chunks), isBroken };
}

test.each([
  ['an exception in its middle', Buffer.concat([start, delta, exception])],
  ['a frame whose checksum is wrong', Buffer.concat([start, malformed, delta])],
  ['half a frame at its end', Buffer.concat([start, delta.subarray(0, 20)])],
])('a stream with %s passes byte for byte', async (_what, bytes) => {
  const gateway = await startStream(bytes, (response) => response.end());
  expect(await read(gateway)).toEqual({ status: 200, bytes, isBroken: false });
});

test('a stream that is cut is cut for the client', async () => {
  const bytes = Buffer.concat([start, delta]);
  // Given time to pass on, as a socket that is destroyed at once takes its last bytes with it.
  const gateway = await startStream(bytes, (response) => setTimeout(() => response.destroy(), 100));
  expect(await read(gateway)).toEqual({ status: 200, bytes, isBroken: true });
  await vi.waitFor(() => expect(gateway.records).toMatchObject([{ partialReason: 'truncated' }]));
});

test('a stream that falls silent is broken off after the idle time', async () => {
  const bytes = Buffer.concat([start, delta]);
  const gateway = await startStream(bytes, () => undefined, 300);
  expect(await read(gateway)).toEqual({ status: 200, bytes, isBroken: true });
  await vi.waitFor(() => expect(gateway.records).toMatchObject([{ error: { code: 'upstream_timeout' } }]));
  expect(mapCall(gateway.records[0]!).span).toMatchObject({
    metadata: { usage_estimated: true, partial_reason: 'ended_early' },
    // "Hello", at four bytes a token.
    metrics: { completion_tokens: 2 },
    error: { status: 504 },
  });
});

test('a whole answer that stops half way is charged for by an estimate', async () => {
  const { url, key, records } = await startTestGateway({
    emulator: { script: [{ behaviour: 'hang-after=20' }] },
    gateway: { idleMs: 300 },
  });
  const request = JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'Hello' }] }] });
  const answer = await fetch(url + path.replace('-stream', ''), {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: request,
  });
  expect(answer.status).toBe(504);
  expect(mapCall(records[0]!).span).toMatchObject({
    metadata: { usage_estimated: true },
    metrics: { prompt_tokens: Math.ceil(request.length / 4) },
    error: { status: 504 },
  });
});

const nova = 'amazon.nova-pro-v1:0';
const chat = { model: nova, messages: [{ role: 'user', content: 'Hello' }] };

/** Waits for an answer for a moment. */
const askInHaste = ({ url, key }: { url: string; key: string }) =>
  fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'x-outcrop-timeout-ms': '300',
      'x-outcrop-retries': '0',
    },
    body: JSON.stringify(chat),
  });

test.each(['1.1', '2'] as const)(
  'an answer that does not begin is given up after the time that the client says, and what was asked charged for: HTTP/%s',
  async (httpVersion) => {
    const gateway = await startTestGateway({
      emulator: { script: [{ behaviour: 'hang' }] },
      findTargets: (name, { url }) => [createTestTarget(url, name, { endpoint: { httpVersion } })],
    });
    // The second finds the connection open.
    for (let index = 0; index < 2; index += 1) {
      const answer = await askInHaste(gateway);
      expect(answer.status).toBe(504);
      expect(await answer.json()).toMatchObject({ error: { code: 'upstream_timeout' } });
      expect(gateway.records[index]).toMatchObject({ status: 504 });
      expect(mapCall(gateway.records[index]!).span).toMatchObject({
        metadata: { usage_estimated: true },
        metrics: { prompt_tokens: Math.ceil(JSON.stringify(chat).length / 4), completion_tokens: 0 },
        error: { status: 504 },
      });
    }
  },
);

test.each(['1.1', '2'] as const)(
  'where no connection is made the client waits no longer either, and nothing is charged for: HTTP/%s',
  async (httpVersion) => {
    // Takes the connection, and never shakes hands.
    const silent = createTcpServer(() => undefined);
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    onTestFinished(() => void silent.close());
    const place = `https://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const gateway = await startTestGateway({
      gateway: { connectMs: 60_000 },
      findTargets: (name) => [createTestTarget(place, name, { endpoint: { httpVersion } })],
    });
    const answer = await askInHaste(gateway);
    expect(answer.status).toBe(504);
    const { metadata, metrics } = mapCall(gateway.records[0]!).span;
    expect([metadata['usage_estimated'], metrics.tokens]).toEqual([undefined, undefined]);
  },
  10_000,
);

test('a client that leaves is charged for what was asked, and not before anybody was', async () => {
  const silent = createTcpServer(() => undefined);
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  onTestFinished(() => void silent.close());
  const nowhere = `https://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const gateway = await startTestGateway({
    emulator: { script: [{ behaviour: 'hang' }] },
    findTargets: (name, { url }) => [createTestTarget(name === nova ? url : nowhere, name)],
  });
  for (const model of [nova, 'amazon.nova-lite-v1:0']) {
    const leaving = new AbortController();
    const asked = fetch(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${gateway.key}` },
      body: JSON.stringify({ ...chat, model }),
      signal: leaving.signal,
    });
    await vi.waitFor(() => expect(gateway.gateway.countCalls()).toBe(1));
    if (model === nova) await vi.waitFor(() => expect(gateway.emulator.requests).toHaveLength(1));
    leaving.abort();
    await expect(asked).rejects.toThrow('abort');
    await vi.waitFor(() => expect(gateway.gateway.countCalls()).toBe(0));
  }
  const spans = gateway.records.map((record) => mapCall(record).span);
  expect(spans.map(({ metadata }) => metadata['usage_estimated'])).toEqual([true, undefined]);
  expect(spans[0]?.metrics.prompt_tokens).toBeGreaterThan(0);
});
