import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createFileAttachmentStore } from '@outcrop/attachment-store';
import type { CallRecord } from '@outcrop/gateway';
import { OutcropError, type Span } from '@outcrop/protocol';
import { createSqliteTraceStore } from '@outcrop/trace-store';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createSpanWriter } from '../ingest/span-writer.ts';
import { createTraceChanges } from '../live/trace-changes.ts';
import { createTestDirectory } from '../testing/create-test-server.ts';
import { CallRecorder, type CallRecorderOptions } from './call-recorder.ts';

const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';

interface Fixture {
  recorder: CallRecorder;
  /** What was written, in order. */
  spans: Span[];
  troubles: string[];
  attachmentProjects: [project: string, sha256: string][];
}

async function createFixture(overrides: Partial<CallRecorderOptions> = {}): Promise<Fixture> {
  const directory = await createTestDirectory();
  const attachmentStore = await createFileAttachmentStore({ directory: join(directory, 'attachments') });
  const spans: Span[] = [];
  const troubles: string[] = [];
  const attachmentProjects: Fixture['attachmentProjects'] = [];
  const recorder = new CallRecorder({
    prepareSpans: (written) => async () => void spans.push(...written),
    attachmentStore,
    maxAttachmentBytes: 1_000_000,
    spillPath: join(directory, 'waiting-calls'),
    addAttachmentProject: async (project, sha256) => void attachmentProjects.push([project, sha256]),
    logTrouble: (message) => troubles.push(message),
    ...overrides,
  });
  onTestFinished(async () => {
    await recorder.close();
    await attachmentStore.close();
  });
  return { recorder, spans, troubles, attachmentProjects };
}

const answer = {
  output: { message: { role: 'assistant', content: [{ text: 'Hello' }] } },
  stopReason: 'end_turn',
  usage: { inputTokens: 1000, outputTokens: 100, totalTokens: 1100 },
};

function buildCall(index: number, overrides: Partial<CallRecord> = {}): CallRecord {
  return {
    api: { kind: 'native', command: 'ConverseCommand' },
    caller: { keyId: 'k1', keyName: 'laptop', project: 'demo', mayUseModel: () => true },
    model,
    isStream: false,
    traceId: (index + 1).toString(16).padStart(32, '0'),
    spanId: (index + 1).toString(16).padStart(16, '0'),
    parentSpanId: null,
    startedAt: Date.now(),
    endedAt: Date.now() + 5,
    requestHeaders: {},
    requestBody: Buffer.from(
      JSON.stringify({ messages: [{ role: 'user', content: [{ text: `Hello ${index}` }] }] }),
    ),
    dropped: [],
    attempts: [],
    timings: {},
    status: 200,
    responseHeaders: {},
    responseChunks: [Buffer.from(JSON.stringify(answer))],
    ...overrides,
  };
}

const target: CallRecord['attempts'][number]['target'] = {
  provider: {
    id: 'p1',
    name: 'production',
    endpoint: { region: 'us-east-1', httpVersion: 'auto', headers: {}, isPrivateAllowed: true },
    credentials: { get: () => ({ kind: 'bearer', token: 'planted-secret' }) },
  },
  modelId: model,
  knownModelId: model,
  format: 'converse',
  priority: 1,
  weight: 1,
};

interface Message {
  content: { image: { source: { bytes: object } } }[];
}

function createPng(byteLength: number): Buffer {
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(byteLength)]);
}

describe('CallRecorder', () => {
  it('writes to the store what it was given, and tells who watches', async () => {
    const directory = await createTestDirectory();
    const traceStore = await createSqliteTraceStore({ directory });
    onTestFinished(() => traceStore.close());
    const changes = createTraceChanges({ coalesceMs: 1 });
    onTestFinished(() => changes.close());
    const { recorder } = await createFixture(createSpanWriter(traceStore, changes));
    for (let index = 0; index < 600; index += 1) recorder.record(buildCall(index));
    await recorder.close();
    expect(recorder.getCounts()).toEqual({ recorded: 600, stripped: 0, dropped: 0, waiting: 0 });
    expect(await traceStore.listProjects()).toMatchObject([{ name: 'demo', trace_count: 600 }]);
    const span = await traceStore.findSpan(buildCall(599).spanId);
    expect(span).toMatchObject({
      input: { messages: [{ content: [{ text: 'Hello 599' }] }] },
      output: { content: [{ text: 'Hello' }] },
      metrics: { tokens: 1100, cost_usd: 0.00495 },
    });
  });

  it('settles what a call was admitted for, once it knows what it took', async () => {
    const settled: unknown[] = [];
    const seen: unknown[] = [];
    const admission = { end: () => undefined, settle: (spent: object) => void settled.push(spent) };
    const { recorder } = await createFixture({
      onSpan: (call, span) => seen.push([call.spanId, span.span_id]),
    });
    recorder.record(buildCall(1, { admission }));
    recorder.record(buildCall(2, { admission, status: 500, responseChunks: [] }));
    await recorder.close();
    expect(settled).toEqual([
      { tokens: 1100, costUsd: 0.00495 },
      { tokens: undefined, costUsd: undefined },
    ]);
    expect(seen).toEqual([1, 2].map((index) => [buildCall(index).spanId, buildCall(index).spanId]));
  });

  it('settles a call whose client left by an estimate, price included', async () => {
    const settled: { tokens?: number; costUsd?: number }[] = [];
    const admission = { end: () => undefined, settle: (spent: object) => void settled.push(spent) };
    const { recorder, spans } = await createFixture();
    const left = { api: { kind: 'native', command: 'ConverseStreamCommand' }, isStream: true } as const;
    const requestBody = Buffer.from(
      JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'Hello' }] }] }),
    );
    recorder.record(
      buildCall(1, {
        ...left,
        admission,
        attempts: [{ target, startedAt: Date.now(), isSent: true, status: 200 }],
        requestBody,
        responseChunks: [],
        status: 499,
        partialReason: 'aborted',
      }),
    );
    await recorder.close();
    const tokens = Math.ceil(requestBody.length / 4);
    expect(settled).toEqual([{ tokens, costUsd: spans[0]?.metrics.cost_usd }]);
    expect(spans[0]?.metrics.cost_usd).toBeCloseTo((tokens * 3.3) / 1e6, 9);
    expect(spans[0]?.metadata['usage_estimated']).toBe(true);
  });

  it('loses nothing to a burst, though the event loop has no time left', async () => {
    const settled: unknown[] = [];
    const admission = { end: () => undefined, settle: (spent: object) => void settled.push(spent) };
    const { recorder, spans, troubles } = await createFixture({ maxCalls: 200 });
    const isOver = new AbortController();
    const keepBusy = (): void => void (isOver.signal.aborted || setImmediate(keepBusy));
    keepBusy();
    for (let index = 0; index < 3000; index += 1) {
      recorder.record(buildCall(index, { admission }));
      if (index % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    expect(recorder.getCounts()).toMatchObject({ dropped: 0, stripped: 0 });
    await expect.poll(() => spans.length).toBeGreaterThan(0);
    isOver.abort();
    await recorder.close();
    expect(spans.map(({ span_id }) => Number.parseInt(span_id, 16))).toEqual(
      Array.from({ length: 3000 }, (_, index) => index + 1),
    );
    expect(spans.at(-1)).toMatchObject({
      output: { content: [{ text: 'Hello' }] },
      metrics: { tokens: 1100 },
    });
    expect(settled).toHaveLength(3000);
    expect(troubles).toEqual([]);
  });

  it('drops the requests of the oldest calls first, never what they used', async () => {
    const { recorder, spans, troubles } = await createFixture({ maxBytes: 150_000, maxSpilledCalls: 0 });
    const requestBody = Buffer.from(JSON.stringify({ messages: [], padding: 'x'.repeat(10_000) }));
    for (let index = 0; index < 20; index += 1) recorder.record(buildCall(index, { requestBody }));
    await recorder.close();
    const { stripped } = recorder.getCounts();
    expect(stripped).toBeGreaterThan(10);
    expect(stripped).toBeLessThan(20);
    expect(spans).toHaveLength(20);
    expect(spans.map(({ metadata }) => metadata['request_dropped'] === true)).toEqual(
      spans.map((_, index) => index < stripped),
    );
    expect(spans.every(({ metrics }) => metrics.tokens === 1100)).toBe(true);
    expect(troubles).toEqual([]);
  });

  it('drops the oldest calls when nothing else helps, and says so once', async () => {
    const settled: unknown[] = [];
    const admission = { end: () => undefined, settle: (spent: object) => void settled.push(spent) };
    const { recorder, spans, troubles } = await createFixture({ maxCalls: 10, maxSpilledCalls: 0 });
    for (let index = 0; index < 5000; index += 1) recorder.record(buildCall(index, { admission }));
    await recorder.close();
    expect(spans.map(({ span_id }) => span_id)).toEqual(
      Array.from({ length: 10 }, (_, index) => buildCall(4990 + index).spanId),
    );
    expect(recorder.getCounts()).toEqual({ recorded: 10, stripped: 0, dropped: 4990, waiting: 0 });
    expect(settled).toHaveLength(5000);
    expect(troubles).toHaveLength(1);
  });

  it('asks a store that fails again, and loses nothing by it', async () => {
    const spans: Span[] = [];
    let failures = 1;
    const { recorder, troubles } = await createFixture({
      prepareSpans: (written) => async () => {
        if (failures-- > 0) throw new OutcropError('full', { code: 'store_full' });
        spans.push(...written);
      },
    });
    recorder.record(buildCall(1));
    await expect.poll(() => spans.length, { timeout: 5000 }).toBe(1);
    expect(troubles).toEqual(['cannot record calls of the gateway']);
    expect(recorder.getCounts()).toMatchObject({ recorded: 1, dropped: 0 });
  });

  it('goes on after calls that the store cannot take', async () => {
    const spans: Span[] = [];
    const { recorder, troubles } = await createFixture({
      prepareSpans(written) {
        if (written[0]?.span_id === buildCall(1).spanId) throw new TypeError('no JSON');
        return async () => void spans.push(...written);
      },
    });
    recorder.record(buildCall(1));
    await expect.poll(() => recorder.getCounts().dropped).toBe(1);
    recorder.record(buildCall(2));
    await recorder.close();
    expect(spans.map(({ span_id }) => span_id)).toEqual([buildCall(2).spanId]);
    expect(troubles).toEqual(['calls of the gateway cannot be recorded']);
  });

  it('counts as waiting what is not on disk yet', async () => {
    let write: (() => void) | undefined;
    const { recorder } = await createFixture({
      prepareSpans: () => () => new Promise((resolve) => (write = resolve)),
    });
    recorder.record(buildCall(1));
    await expect.poll(() => write).toBeDefined();
    expect(recorder.getCounts()).toMatchObject({ recorded: 0, waiting: 1 });
    write?.();
    await recorder.close();
    expect(recorder.getCounts()).toMatchObject({ recorded: 1, waiting: 0 });
  });

  it('ends although the store does not recover', async () => {
    const { recorder } = await createFixture({
      prepareSpans: () => () => Promise.reject(new OutcropError('gone', { code: 'store_unavailable' })),
    });
    recorder.record(buildCall(1));
    await recorder.close();
    expect(recorder.getCounts()).toMatchObject({ recorded: 0, dropped: 1, waiting: 0 });
  });

  it('keeps the bytes of attachments once, and says of those that are too large that it does not', async () => {
    const [small, large] = [createPng(900_000), createPng(1_100_000)];
    const blocks = [small, small, large].map((bytes) => ({
      image: { format: 'png', source: { bytes: bytes.toString('base64') } },
    }));
    const requestBody = Buffer.from(JSON.stringify({ messages: [{ role: 'user', content: blocks }] }));
    const directory = await createTestDirectory();
    const attachmentStore = await createFileAttachmentStore({ directory: join(directory, 'attachments') });
    onTestFinished(() => attachmentStore.close());
    const { recorder, spans, attachmentProjects } = await createFixture({ attachmentStore });
    recorder.record(buildCall(1, { requestBody }));
    await recorder.close();
    const sha256 = createHash('sha256').update(small).digest('hex');
    const [message] = (spans[0]!.input as unknown as { messages: Message[] }).messages;
    expect(message?.content.map(({ image }) => image.source.bytes)).toMatchObject([
      { type: 'attachment', sha256, content_type: 'image/png' },
      { type: 'attachment', sha256 },
      { type: 'attachment', note: expect.stringContaining('larger than') },
    ]);
    expect(attachmentProjects).toEqual([
      ['demo', sha256],
      ['demo', sha256],
    ]);
    expect((await attachmentStore.find(sha256))?.byteLength).toBe(small.byteLength);
  });
});
