import { AsyncLocalStorage } from 'node:async_hooks';
import http from 'node:http';
import { randomBytes } from 'node:crypto';
import { context, trace } from '@opentelemetry/api';
import { isTracingSuppressed } from '@opentelemetry/core';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Collector } from '../../test/collector.ts';
import { flush, initLogger, startSpan, type Logger, type LoggerOptions } from '../index.ts';
import { runtime } from '../tracer/runtime.ts';

let collector: Collector;
let logger: Logger;
let lines: string[];

beforeEach(async () => {
  collector = await Collector.start();
  lines = [];
  vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line));
});

afterEach(async () => {
  vi.restoreAllMocks();
  runtime.currentLogger = undefined;
  runtime.flushables.clear();
  await collector.close();
});

function start(options: LoggerOptions = {}): void {
  logger = initLogger({ apiKey: 'k', apiUrl: collector.url, ...options });
}

async function record(bytes: unknown): Promise<void> {
  startSpan('work', { event: { input: { bytes } } }).end();
  await flush();
}

/** Refuses the next requests about attachments, one for each status. */
function refuse(...statuses: number[]): void {
  collector.respondToUpload = (response) => {
    const status = statuses.shift();
    if (status !== undefined) response.writeHead(status).end('{}');
    return status !== undefined;
  };
}

test('a server that takes neither spans nor attachments is one line', async () => {
  collector.respond = (_request, response) => void response.writeHead(401).end('{}');
  refuse(401);
  start({ flushTimeoutMs: 300 });
  await record(randomBytes(500));
  expect(lines).toEqual([expect.stringContaining('refused the API key (HTTP 401)')]);
});

describe('a refusal', () => {
  test('of one content costs that one', async () => {
    start();
    refuse(400, 400);
    await record(randomBytes(500));
    await record(randomBytes(500));
    expect(logger.getStatus().attachments).toEqual({ queued: 0, sent: 1, dropped: 1 });
  });

  test('for lack of the route switches uploads off for an hour', async () => {
    start();
    refuse(404);
    await record(randomBytes(500));
    await record(randomBytes(500));
    expect(collector.uploads).toHaveLength(0);
    const now = performance.now.bind(performance);
    vi.spyOn(performance, 'now').mockImplementation(() => now() + 3_601_000);
    await record(randomBytes(500));
    expect(collector.uploads).toHaveLength(1);
  });
});

test('a Blob that never gives its bytes holds up neither flush nor its span nor others', async () => {
  class EndlessBlob extends Blob {
    override arrayBuffer(): Promise<ArrayBuffer> {
      return new Promise(() => undefined);
    }
  }
  start({ flushTimeoutMs: 500 });
  startSpan('endless', { event: { input: { bytes: new EndlessBlob(['abc']) } } }).end();
  startSpan('other').end();
  await flush();
  const [endless, other] = collector.spans;
  expect(endless?.input).toMatchObject({ bytes: { note: expect.stringContaining('could not be read') } });
  expect(other?.name).toBe('other');
});

test('neither spans nor attachments are sent where a call of the app is under way', async () => {
  const provider = new NodeTracerProvider();
  provider.register();
  const store = new AsyncLocalStorage<string>();
  const seen: { isSuppressed: boolean; store: string | undefined; spanName: boolean }[] = [];
  const request = http.request.bind(http);
  vi.spyOn(http, 'request').mockImplementation((...args: Parameters<typeof request>) => {
    const active = context.active();
    const hasSpan = trace.getSpan(active) !== undefined;
    seen.push({ isSuppressed: isTracingSuppressed(active), store: store.getStore(), spanName: hasSpan });
    return request(...args);
  });
  start();
  await store.run('the first caller', () =>
    provider.getTracer('app').startActiveSpan('GET /', async () => record(randomBytes(500))),
  );
  trace.disable();
  context.disable();
  expect(seen).toHaveLength(3);
  expect(new Set(seen.map((each) => JSON.stringify(each)))).toEqual(
    new Set([JSON.stringify({ isSuppressed: true, store: undefined, spanName: false })]),
  );
});
