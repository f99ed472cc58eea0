import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Collector } from '../../test/collector.ts';
import { initLogger, type Logger, type LoggerOptions } from '../index.ts';

let collector: Collector;
const lines: string[] = [];

beforeEach(async () => {
  collector = await Collector.start();
  lines.length = 0;
  vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line));
});

afterEach(async () => {
  vi.restoreAllMocks();
  await collector.close();
});

function createLogger(options: LoggerOptions = {}): Logger {
  return initLogger({
    apiKey: 'k',
    apiUrl: collector.url,
    setCurrent: false,
    flushIntervalMs: 10,
    ...options,
  });
}

function record(logger: Logger, count: number, payload: string = 'x'): void {
  for (let index = 0; index < count; index += 1)
    logger.startSpan(`span ${index}`, { event: { input: payload } }).end();
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('sending', () => {
  test('spans leave on their own, in batches', async () => {
    const logger = createLogger();
    record(logger, 100);
    await until(() => collector.spans.length === 100);
    expect(collector.requests).toHaveLength(1);
    await until(() => logger.getStatus().sent === 100);
    expect(logger.getStatus()).toEqual({
      queued: 0,
      sent: 100,
      dropped: 0,
      droppedByReason: { queue_full: 0, refused: 0, too_large: 0, spool_full: 0, process_end: 0 },
      retries: 0,
      spooled: 0,
      lastError: undefined,
      lastSuccessAt: expect.any(Number) as number,
      attachments: { queued: 0, sent: 0, dropped: 0 },
    });
  });

  test('compresses when asked to, and not for a server on this machine', async () => {
    const plain = createLogger();
    record(plain, 1, 'y'.repeat(5000));
    await plain.flush();
    expect(collector.requests[0]?.headers['content-encoding']).toBeUndefined();
    const compressed = createLogger({ compression: 'gzip' });
    record(compressed, 1, 'y'.repeat(5000));
    await compressed.flush();
    expect(collector.requests[1]?.headers['content-encoding']).toBe('gzip');
    expect(collector.requests[1]?.byteLength).toBeLessThan(1000);
    expect(collector.spans).toHaveLength(2);
  });

  test('keeps text whole: unicode, quotes, control characters, lone surrogates', async () => {
    const text = '“quotes” \\ "plain" \n\u0000 \u2028 🪨 \ud83e end';
    const logger = createLogger();
    record(logger, 1, text);
    await logger.flush();
    expect(collector.span.input).toBe(text);
  });

  test('a prompt of ten megabytes arrives', async () => {
    const logger = createLogger();
    record(logger, 1, 'p'.repeat(10 * 1024 * 1024));
    await logger.flush();
    expect((collector.span.input as string).length).toBe(10 * 1024 * 1024);
  });
});

describe('a server in trouble', () => {
  test('503 is retried when Retry-After says, then everything arrives once', async () => {
    let refusals = 2;
    collector.respond = (_request, response) => {
      refusals -= 1;
      if (refusals >= 0) response.writeHead(503, { 'retry-after': '0' }).end();
      else response.writeHead(200).end('{}');
    };
    const logger = createLogger();
    record(logger, 3);
    await until(() => logger.getStatus().sent === 3);
    expect(collector.requests.map((request) => request.spans.length)).toEqual([3, 3, 3]);
    expect(lines).toEqual([
      `[outcrop] cannot reach ${collector.url} (HTTP 503): is the server running? Spans are kept and retried.`,
      `[outcrop] ${collector.url} takes spans again.`,
    ]);
  });

  test('no server: one line, spans kept, all there when it comes back', async () => {
    const port = Number(new URL(collector.url).port);
    await collector.close();
    const logger = createLogger({ apiUrl: `http://127.0.0.1:${port}` });
    record(logger, 5);
    await logger.flush();
    expect(logger.getStatus()).toMatchObject({ queued: 5, sent: 0, lastError: 'ECONNREFUSED' });
    expect(lines).toEqual([
      `[outcrop] cannot reach http://127.0.0.1:${port} (ECONNREFUSED): is the server running? Spans are kept and retried.`,
    ]);
    collector = await Collector.start(port);
    await until(() => logger.getStatus().sent === 5);
    expect(collector.spans).toHaveLength(5);
  });

  test('a server that never answers: requests time out, flush comes back', async () => {
    collector.respond = () => undefined;
    const logger = createLogger({ requestTimeoutMs: 50, flushTimeoutMs: 200 });
    record(logger, 1);
    await logger.flush();
    expect(logger.getStatus().queued).toBe(1);
    expect(lines[0]).toContain('no answer within 50 ms');
  });

  test('a server that talks nonsense does no harm', async () => {
    const server: Server = createServer((socket) => socket.end('SSH-2.0-nonsense\r\n'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const logger = createLogger({ apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    record(logger, 1);
    await logger.flush();
    expect(logger.getStatus().queued).toBe(1);
    expect(lines[0]).toContain('cannot reach');
    server.close();
  });

  test('Retry-After holds for everybody: a flush neither hammers the server nor waits in vain', async () => {
    collector.respond = (_request, response) => void response.writeHead(429, { 'retry-after': '120' }).end();
    const logger = createLogger();
    record(logger, 1);
    await logger.flush();
    record(logger, 1);
    await logger.flush();
    expect(collector.requests).toHaveLength(1);
    expect(logger.getStatus()).toMatchObject({ queued: 2, retries: 1, lastError: 'HTTP 429' });
  });

  test.each([401, 403])('a refused key (%i): one loud line, then quiet, spans kept', async (status) => {
    collector.respond = (_request, response) => void response.writeHead(status).end('{}');
    const logger = createLogger();
    record(logger, 1);
    await logger.flush();
    record(logger, 1);
    await logger.flush();
    expect(logger.getStatus()).toMatchObject({ queued: 2, dropped: 0, lastError: `HTTP ${status}` });
    expect(collector.requests).toHaveLength(1);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('refused the API key');
    expect(lines[0]).not.toContain('Bearer');
  });

  test('a valid key at an address that the server does not serve: the line says what the server says', async () => {
    const body = JSON.stringify({
      error: { code: 'foreign_host', message: '[outcrop] the Host header is wrong' },
    });
    collector.respond = (_request, response) => void response.writeHead(403).end(body);
    const logger = createLogger();
    record(logger, 1);
    await logger.flush();
    expect(lines).toEqual([expect.stringContaining('refused spans (HTTP 403): the Host header is wrong')]);
  });

  test('a key that becomes valid is noticed within a minute, and nothing is lost', async () => {
    collector.respond = (_request, response) => void response.writeHead(401).end('{}');
    const logger = createLogger();
    record(logger, 2);
    await logger.flush();
    collector.respond = (_request, response) => void response.writeHead(200).end('{}');
    const later = performance.now() + 61_000;
    vi.spyOn(performance, 'now').mockImplementation(() => later);
    await logger.flush();
    expect(logger.getStatus()).toMatchObject({ queued: 0, sent: 2, dropped: 0, lastError: undefined });
    expect(lines[1]).toContain('takes spans again');
  });

  test('one bad span costs itself only', async () => {
    collector.respond = (request, response) =>
      void response.writeHead(request.spans.some(({ name }) => name === 'span 5') ? 400 : 200).end('{}');
    const logger = createLogger();
    record(logger, 9);
    await logger.flush();
    expect(logger.getStatus()).toMatchObject({ queued: 0, sent: 8, droppedByReason: { refused: 1 } });
  });

  test('a server that refuses everything is not asked for every span', async () => {
    collector.respond = (_request, response) => void response.writeHead(400).end('{"message":"no"}');
    const logger = createLogger();
    record(logger, 500);
    await logger.flush();
    expect(logger.getStatus()).toMatchObject({ queued: 0, droppedByReason: { refused: 500 } });
    expect(collector.requests.length).toBeLessThan(40);
  });

  test('an answer that names rejected spans is believed', async () => {
    collector.respond = (_request, response) =>
      void response.writeHead(200).end('{"partialSuccess":{"rejectedSpans":"2","errorMessage":"too old"}}');
    const logger = createLogger();
    record(logger, 5);
    await logger.flush();
    expect(logger.getStatus()).toMatchObject({ sent: 3, droppedByReason: { refused: 2 } });
    expect(lines[0]).toContain('too old');
  });

  test('a span that is too large alone arrives without its content and says so', async () => {
    collector.respond = (request, response) =>
      void response.writeHead(request.byteLength > 10_000 ? 413 : 200).end('{}');
    const logger = createLogger();
    record(logger, 1);
    const large = logger.startSpan('large', { event: { input: 'x'.repeat(20_000) } });
    large.log({ metadata: { model: 'm', tools: ['y'.repeat(5000)] } });
    large.end();
    await logger.flush();
    expect(logger.getStatus()).toMatchObject({ sent: 2, dropped: 0 });
    expect(collector.spans.filter(({ input }) => input === 'x')).toHaveLength(1);
    const arrived = collector.requests.at(-1)?.spans[0];
    expect(arrived).toMatchObject({ name: 'large', input: undefined });
    expect(arrived?.metadata).toEqual({
      model: 'm',
      content_dropped: 'the server takes no span of this size',
    });
    expect(lines).toHaveLength(1);
  });

  test('ten thousand spans at once all arrive', async () => {
    const logger = createLogger({ flushTimeoutMs: 60_000 });
    record(logger, 10_000);
    await logger.flush();
    expect(logger.getStatus()).toMatchObject({ sent: 10_000, dropped: 0, retries: 0 });
    expect(collector.spans).toHaveLength(10_000);
  });

  test('413 is answered by smaller requests', async () => {
    collector.respond = (request, response) =>
      void response.writeHead(request.spans.length > 2 ? 413 : 200).end('{}');
    const logger = createLogger();
    record(logger, 7);
    await logger.flush();
    expect(logger.getStatus()).toMatchObject({ sent: 7, dropped: 0 });
    expect(collector.spans).toHaveLength(7);
  });

  test('memory is bounded: the oldest spans give way and the count is kept', async () => {
    await collector.close();
    const logger = createLogger({ maxQueueBytes: 100_000, flushIntervalMs: 60_000 });
    record(logger, 200, 'z'.repeat(1000));
    const { queued, dropped } = logger.getStatus();
    expect(queued).toBeLessThanOrEqual(100);
    expect(queued).toBeGreaterThan(50);
    expect(queued + dropped).toBe(200);
    expect(lines.filter((line) => line.includes('the oldest are dropped'))).toHaveLength(1);
    collector = await Collector.start();
  });

  test('or the newest, when told so', async () => {
    const { url } = collector;
    await collector.close();
    const port = Number(new URL(url).port);
    const logger = createLogger({
      maxQueueBytes: 50_000,
      overflow: 'drop-newest',
      flushIntervalMs: 60_000,
      apiUrl: url,
    });
    record(logger, 200, 'z'.repeat(1000));
    const { queued, droppedByReason } = logger.getStatus();
    expect(droppedByReason.queue_full).toBe(200 - queued);
    collector = await Collector.start(port);
    await logger.flush();
    expect(collector.spans.map(({ name }) => name)).toEqual(
      Array.from({ length: queued }, (_, index) => `span ${index}`),
    );
  });

  test('an address that is no URL is said so, once, and nothing breaks', () => {
    const logger = createLogger({ apiUrl: 'not a url' });
    record(logger, 2);
    expect(lines).toEqual([
      '[outcrop] OUTCROP_API_URL (or apiUrl) is not a URL: "not a url". No span is recorded.',
    ]);
  });
});

describe('with a spool', () => {
  let spoolDirectory: string;

  beforeEach(() => {
    spoolDirectory = mkdtempSync(path.join(os.tmpdir(), 'outcrop-spool-'));
  });

  afterEach(() => rmSync(spoolDirectory, { recursive: true, force: true }));

  test('half the memory is the most that waits; the rest goes to disk and all of it arrives', async () => {
    const port = Number(new URL(collector.url).port);
    await collector.close();
    const logger = createLogger({ apiUrl: collector.url, maxQueueBytes: 1_000_000, spoolDirectory });
    for (let round = 0; round < 20; round += 1) {
      record(logger, 50, 'z'.repeat(4000));
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
    expect(logger.getStatus().spooled).toBeGreaterThan(500);
    expect(logger.getStatus().dropped).toBe(0);
    collector = await Collector.start(port);
    await until(() => logger.getStatus().sent === 1000);
    expect(collector.spans).toHaveLength(1000);
    expect(
      readdirSync(spoolDirectory, { recursive: true }).filter((name) => String(name).includes('.jsonl')),
    ).toEqual([]);
  });

  test('a damaged line costs itself only', async () => {
    const { port } = new URL(collector.url);
    await collector.close();
    const before = createLogger({ apiUrl: collector.url, spoolDirectory });
    record(before, 2);
    before.finishAtOnce(0);
    const [folder = ''] = readdirSync(spoolDirectory);
    const [name = ''] = readdirSync(path.join(spoolDirectory, folder));
    appendFileSync(path.join(spoolDirectory, folder, name), '\n{"spanId":"cut of');
    collector = await Collector.start(Number(port));
    const after = createLogger({ apiUrl: collector.url, spoolDirectory });
    await until(() => before.getStatus().sent + after.getStatus().sent === 2);
    expect(collector.spans).toHaveLength(2);
  });

  test('a disk that cannot be written is said once, and spans stay in memory', async () => {
    const file = path.join(spoolDirectory, 'a-file');
    appendFileSync(file, '');
    collector.respond = (_request, response) => void response.writeHead(503).end();
    const logger = createLogger({ maxQueueBytes: 100_000, spoolDirectory: file, flushTimeoutMs: 100 });
    record(logger, 40, 'z'.repeat(1000));
    await logger.flush();
    record(logger, 40, 'z'.repeat(1000));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(logger.getStatus()).toMatchObject({ spooled: 0 });
    expect(logger.getStatus().queued).toBeGreaterThan(30);
    expect(lines.filter((line) => line.includes('spoolDirectory'))).toHaveLength(1);
  });
});

test('a wall clock that jumps moves no span', async () => {
  const logger = createLogger();
  const span = logger.startSpan('steady');
  vi.spyOn(Date, 'now').mockReturnValue(0);
  span.end();
  await logger.flush();
  const { startTime, endTime } = collector.span;
  expect(endTime).toBeGreaterThanOrEqual(startTime);
});
