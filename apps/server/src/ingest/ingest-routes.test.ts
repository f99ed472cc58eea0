import { deflateSync, gzipSync } from 'node:zlib';
import { OutcropError } from '@outcrop/protocol';
import type { TraceStore } from '@outcrop/trace-store';
import type { LightMyRequestResponse } from 'fastify';
import protobuf from 'protobufjs/minimal.js';
import { describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../testing/create-test-server.ts';
import { buildAttributes, buildOtlpRequest, buildOtlpSpan, sampleTraceId } from '../testing/otlp-json.ts';
import { defaultIngestLimits, type IngestLimits } from './ingest-limits.ts';

interface PostOptions {
  payload: string | Buffer;
  headers?: Record<string, string>;
}

function post(
  { app, authorization }: TestServer,
  { payload, headers }: PostOptions,
): Promise<LightMyRequestResponse> {
  return app.inject({
    method: 'POST',
    url: '/v1/traces',
    headers: { 'content-type': 'application/json', ...authorization, ...headers },
    payload,
  });
}

function createLimitedServer(limits: Partial<IngestLimits>): Promise<TestServer> {
  return createTestServer({
    config: { ingestLimits: { ...defaultIngestLimits, ...limits } },
  });
}

async function listSpanIds(server: TestServer): Promise<string[]> {
  const trace = await server.traceStore.findTrace(sampleTraceId, { content: 'none' });
  return (trace?.spans ?? []).map(({ span_id }) => span_id);
}

const twoSpans = JSON.stringify(buildOtlpRequest([buildOtlpSpan(0), buildOtlpSpan(1)]));
const protobufType = 'application/x-protobuf';

describe('POST /v1/traces', () => {
  it('acknowledges spans that can be read at once, and a resend changes nothing', async () => {
    const server = await createTestServer();
    for (let round = 0; round < 3; round += 1) {
      const answer = await post(server, { payload: twoSpans });
      expect([answer.statusCode, answer.headers['content-type'], answer.body]).toEqual([
        200,
        'application/json',
        '{}',
      ]);
      expect(await listSpanIds(server)).toEqual(['0000000000000001', '0000000000000002']);
    }
  });

  it.each([
    ['gzip', gzipSync(twoSpans)],
    ['deflate', deflateSync(twoSpans)],
    ['identity', Buffer.from(twoSpans)],
  ])('reads %s', async (encoding, payload) => {
    const server = await createTestServer();
    const answer = await post(server, { payload, headers: { 'content-encoding': encoding } });
    expect(answer.statusCode).toBe(200);
    expect(await listSpanIds(server)).toHaveLength(2);
  });

  it('takes an empty request in either format', async () => {
    const server = await createTestServer();
    expect((await post(server, { payload: '{}' })).statusCode).toBe(200);
    expect((await post(server, { payload: '' })).statusCode).toBe(200);
    const answer = await post(server, {
      payload: Buffer.alloc(0),
      headers: { 'content-type': protobufType },
    });
    expect([answer.statusCode, answer.headers['content-type'], answer.body]).toEqual([200, protobufType, '']);
  });

  it('keeps the good spans of a request and says which are not', async () => {
    const server = await createTestServer();
    const request = buildOtlpRequest([
      buildOtlpSpan(0),
      buildOtlpSpan(1, { spanId: '' }),
      buildOtlpSpan(2, { traceId: '0'.repeat(32) }),
      buildOtlpSpan(3, { startTimeUnixNano: '0' }),
      buildOtlpSpan(4, { attributes: buildAttributes({ 'outcrop.project': '..' }) }),
      buildOtlpSpan(5, {
        attributes: buildAttributes({ 'outcrop.input': `${'['.repeat(200)}${']'.repeat(200)}` }),
      }),
    ]);
    const answer = await post(server, { payload: JSON.stringify(request) });
    const { rejectedSpans, errorMessage } = answer.json<{
      partialSuccess: { rejectedSpans: string; errorMessage: string };
    }>().partialSuccess;
    expect([answer.statusCode, rejectedSpans]).toEqual([200, '5']);
    expect(errorMessage).toContain('span "span 1" (no id) has no spanId');
    expect(errorMessage).toContain('"span 2" (0000000000000003) has no traceId');
    expect(errorMessage).toContain('has no startTimeUnixNano');
    expect(errorMessage).toContain('names a project that is empty');
    expect(errorMessage).toContain('nested deeper than 100 levels');
    expect(await listSpanIds(server)).toEqual(['0000000000000001']);
  });

  it('answers partial success in protobuf to a protobuf request', async () => {
    const server = await createTestServer();
    const good = { 1: Buffer.from(sampleTraceId, 'hex'), 2: Buffer.alloc(8, 1), start: true };
    const bad = { 1: Buffer.from(sampleTraceId, 'hex'), 2: Buffer.alloc(0), start: true };
    const writer = protobuf.Writer.create();
    writer.uint32(10).fork().uint32(18).fork();
    for (const span of [good, bad]) {
      writer.uint32(18).fork().uint32(10).bytes(span[1]).uint32(18).bytes(span[2]);
      writer
        .uint32((7 << 3) | 1)
        .fixed64(1_700_000_000_000_000_000)
        .ldelim();
    }
    const payload = Buffer.from(writer.ldelim().ldelim().finish());
    const answer = await post(server, { payload, headers: { 'content-type': protobufType } });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, protobufType]);
    const reader = protobuf.Reader.create(answer.rawPayload);
    expect([reader.uint32() >>> 3, reader.uint32()]).toEqual([1, answer.rawPayload.length - 2]);
    expect([reader.uint32() >>> 3, reader.uint32()]).toEqual([1, 1]);
    expect([reader.uint32() >>> 3, reader.string()]).toEqual([2, 'span "" (no id) has no spanId']);
    expect(await listSpanIds(server)).toEqual(['0101010101010101']);
  });

  it('refuses a request of which nothing can be kept', async () => {
    const server = await createTestServer();
    const answer = await post(server, { payload: JSON.stringify(buildOtlpRequest([{ name: 'lost' }])) });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toEqual({
      error: {
        code: 'no_usable_span',
        message: '[outcrop] no span of this request can be kept: span "lost" (no id) has no traceId',
      },
    });
  });

  it('says where JSON and protobuf are broken, each in its own format', async () => {
    const server = await createTestServer();
    const json = await post(server, { payload: twoSpans.slice(0, 40) });
    expect(json.statusCode).toBe(400);
    expect(json.json<{ error: object }>().error).toMatchObject({ code: 'malformed_otlp' });
    const binary = await post(server, {
      payload: Buffer.from('nonsense'),
      headers: { 'content-type': protobufType },
    });
    expect([binary.statusCode, binary.headers['content-type']]).toEqual([400, protobufType]);
    const status = protobuf.Reader.create(binary.rawPayload);
    expect([status.uint32() >>> 3, status.string()]).toEqual([2, expect.stringContaining('byte')]);
  });

  it('refuses other content types and encodings by name', async () => {
    const server = await createTestServer();
    const text = await post(server, { payload: 'x', headers: { 'content-type': 'text/plain' } });
    expect([text.statusCode, text.body]).toEqual([415, expect.stringContaining('application/x-protobuf')]);
    const zstd = await post(server, { payload: 'x', headers: { 'content-encoding': 'zstd' } });
    expect([zstd.statusCode, zstd.body]).toEqual([415, expect.stringContaining('use gzip')]);
    const broken = await post(server, { payload: 'not gzip', headers: { 'content-encoding': 'gzip' } });
    expect([broken.statusCode, broken.body]).toEqual([400, expect.stringContaining('not valid gzip')]);
    const cut = await post(server, {
      payload: gzipSync(twoSpans).subarray(0, 60),
      headers: { 'content-encoding': 'gzip' },
    });
    expect([cut.statusCode, cut.body]).toEqual([400, expect.stringContaining('not valid gzip')]);
  });

  it('takes the project from the header when the spans name none', async () => {
    const server = await createTestServer();
    await post(server, { payload: twoSpans, headers: { 'x-outcrop-project': 'from header' } });
    expect(await server.traceStore.listProjects()).toMatchObject([{ name: 'from header' }]);
  });
});

describe('limits of POST /v1/traces', () => {
  it('stops a body that decompresses without end', async () => {
    const server = await createLimitedServer({ bodyBytes: 1_000_000 });
    const payload = gzipSync(Buffer.alloc(20_000_000, 0x20));
    const answer = await post(server, { payload, headers: { 'content-encoding': 'gzip' } });
    expect(answer.statusCode).toBe(413);
    expect(answer.body).toContain('larger than 1000000 bytes decompressed');
  });

  it('refuses a body that is too large as sent, announced or not', async () => {
    const server = await createLimitedServer({ compressedBytes: 100 });
    const announced = await post(server, { payload: twoSpans });
    expect([announced.statusCode, announced.body]).toEqual([
      413,
      expect.stringContaining('larger than 100 bytes'),
    ]);
    const url = await server.app.listen({ port: 0, host: '127.0.0.1' });
    const streamed = await fetch(`${url}/v1/traces`, {
      method: 'POST',
      headers: { ...server.authorization, 'content-type': 'application/json' },
      body: new Blob([twoSpans]).stream(),
      duplex: 'half',
    });
    expect(streamed.status).toBe(413);
  });

  it('refuses more spans than a request may hold', async () => {
    const server = await createLimitedServer({ spansPerRequest: 1 });
    const answer = await post(server, { payload: twoSpans });
    expect(answer.statusCode).toBe(413);
    expect(answer.json<{ error: object }>().error).toMatchObject({ code: 'too_many_spans' });
  });

  it('leaves out a span with an attribute that is too large', async () => {
    const server = await createLimitedServer({ attributeBytes: 50 });
    const large = buildOtlpSpan(1, {
      attributes: buildAttributes({ 'outcrop.input': JSON.stringify('ü'.repeat(40)) }),
    });
    const answer = await post(server, {
      payload: JSON.stringify(buildOtlpRequest([buildOtlpSpan(0), large])),
    });
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain('more than 50 bytes');
    expect(await listSpanIds(server)).toEqual(['0000000000000001']);
  });

  it('takes a prompt of ten megabytes', async () => {
    const server = await createTestServer();
    const prompt = 'a prompt '.repeat(1_200_000);
    const span = buildOtlpSpan(0, {
      attributes: buildAttributes({ 'outcrop.input': JSON.stringify(prompt) }),
    });
    const payload = gzipSync(JSON.stringify(buildOtlpRequest([span])));
    const answer = await post(server, { payload, headers: { 'content-encoding': 'gzip' } });
    expect([answer.statusCode, answer.body]).toEqual([200, '{}']);
    expect((await server.traceStore.findSpan('0000000000000001'))?.input).toBe(prompt);
  });
});

function createFailingStore(error: Error): TraceStore {
  return {
    writeSpans: () => Promise.reject(error),
    close: () => Promise.resolve(),
  } as Partial<TraceStore> as TraceStore;
}

describe('a store that cannot write', () => {
  it.each(['store_full', 'store_unavailable'])('answers 503 and when to try again for %s', async (code) => {
    const traceStore = createFailingStore(new OutcropError('[outcrop] the disk is full', { code }));
    const answer = await post(await createTestServer({ traceStore }), { payload: twoSpans });
    expect(answer.statusCode).toBe(503);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect(answer.json()).toEqual({ error: { code, message: '[outcrop] the disk is full' } });
  });

  it('hides what it did not expect and writes it to the log', async () => {
    const lines: string[] = [];
    const traceStore = createFailingStore(new Error('secret detail'));
    const logStream = { write: (line: string) => void lines.push(line) };
    const answer = await post(await createTestServer({ traceStore, logStream }), { payload: twoSpans });
    expect([answer.statusCode, answer.body]).toEqual([500, expect.not.stringContaining('secret')]);
    expect(lines.join('')).toContain('secret detail');
    expect(lines.join('')).not.toMatch(/bearer/i);
  });
});
