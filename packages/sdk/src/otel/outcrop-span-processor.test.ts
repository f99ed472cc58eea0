import http from 'node:http';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { context, SpanKind, SpanStatusCode, trace, type Tracer } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { isTracingSuppressed } from '@opentelemetry/core';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  BatchSpanProcessor,
  NodeTracerProvider,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Collector } from '../../test/collector.ts';
import { OutcropSpanExporter, OutcropSpanProcessor, type OutcropSpanProcessorOptions } from '../otel.ts';

let collector: Collector;
const lines: string[] = [];

beforeEach(async () => {
  collector = await Collector.start();
  lines.length = 0;
  vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line));
});

afterEach(async () => {
  vi.restoreAllMocks();
  context.disable();
  await collector.close();
});

function createProcessor(options: OutcropSpanProcessorOptions = {}): OutcropSpanProcessor {
  return new OutcropSpanProcessor({
    apiKey: 'otel-key',
    apiUrl: collector.url,
    projectName: 'mine',
    ...options,
  });
}

function createTracer(
  processor: SpanProcessor,
  options: { isSampled?: boolean; resource?: object } = {},
): Tracer {
  const provider = new NodeTracerProvider({
    spanProcessors: [processor],
    resource: resourceFromAttributes({ 'service.name': 'shop', ...options.resource }),
    ...(options.isSampled === false && { sampler: new AlwaysOffSampler() }),
  });
  return provider.getTracer('shop-instrumentation', '1.2.3');
}

/** The names of attributes and events that arrive of one span. */
async function collectNames(options: OutcropSpanProcessorOptions): Promise<string[]> {
  const processor = createProcessor(options);
  const attributes = {
    'gen_ai.request.model': 'amazon.nova-lite-v1:0',
    'gen_ai.prompt.0.content': 'asked',
    'gen_ai.completion.0.content': 'answered',
    'input.value': 'asked',
    'output.value': 'answered',
    'gen_ai.prompter': 'no content',
  };
  const span = createTracer(processor).startSpan('chat', { attributes });
  span.addEvent('gen_ai.user.message', { content: 'asked' });
  span.addEvent('gen_ai.choice', { message: 'answered' });
  span.addEvent('details', { 'gen_ai.input.messages': 'asked', 'gen_ai.output.messages': 'answered', n: 1 });
  span.end();
  await processor.forceFlush();
  const [sent] = collector.spans;
  const events = sent?.events ?? [];
  return [
    ...Object.keys(sent?.attributes ?? {}),
    ...events.map(({ name }) => name),
    ...events.flatMap((event) => Object.keys(event.attributes)),
  ].filter((name) => !name.startsWith('outcrop.'));
}

const factNames = ['gen_ai.request.model', 'gen_ai.prompter', 'details', 'n'];
const askedNames = [
  'gen_ai.prompt.0.content',
  'input.value',
  'gen_ai.user.message',
  'content',
  'gen_ai.input.messages',
];
const answeredNames = [
  'gen_ai.completion.0.content',
  'output.value',
  'gen_ai.choice',
  'message',
  'gen_ai.output.messages',
];

describe('what the switches leave out', () => {
  afterEach(() => vi.unstubAllEnvs());

  test.each<[string, OutcropSpanProcessorOptions, string[]]>([
    ['nothing', {}, [...factNames, ...askedNames, ...answeredNames]],
    ['what was asked', { recordInput: false }, [...factNames, ...answeredNames]],
    ['what was answered', { recordOutput: false }, [...factNames, ...askedNames]],
    ['both', { recordInput: false, recordOutput: false }, factNames],
  ])('%s', async (_name, options, expected) => {
    expect((await collectNames(options)).sort()).toEqual(expected.sort());
  });

  test('by the environment too', async () => {
    vi.stubEnv('OUTCROP_RECORD_INPUT', 'false');
    vi.stubEnv('OUTCROP_RECORD_OUTPUT', 'off');
    expect((await collectNames({})).sort()).toEqual(factNames.sort());
  });
});

describe('OutcropSpanProcessor', () => {
  test('sends a span whole: kind, times, parents, attributes of every type, events, links, status', async () => {
    const processor = createProcessor();
    const tracer = createTracer(processor);
    const parent = tracer.startSpan('order', {
      kind: SpanKind.SERVER,
      startTime: [1_700_000_000, 123_456_789],
    });
    const child = tracer.startSpan(
      'chat',
      {
        kind: SpanKind.CLIENT,
        startTime: [1_700_000_001, 1000],
        links: [{ context: parent.spanContext(), attributes: { why: 'retry' } }],
        attributes: { text: '地層 "x"', whole: 7, half: 0.5, yes: true, list: ['a', 'b'], not: NaN },
      },
      trace.setSpan(context.active(), parent),
    );
    child.addEvent('choice', { index: 0 }, [1_700_000_001, 500_000_000]);
    child.setStatus({ code: SpanStatusCode.ERROR, message: 'throttled' });
    child.end([1_700_000_002, 0]);
    parent.end([1_700_000_003, 0]);
    await processor.forceFlush();

    const [request] = collector.requests;
    expect(request?.headers.authorization).toBe('Bearer otel-key');
    const { traceId, spanId } = child.spanContext();
    expect(request?.body).toMatchObject({
      resourceSpans: [
        {
          resource: {
            attributes: expect.arrayContaining([
              { key: 'outcrop.project', value: { stringValue: 'mine' } },
              { key: 'service.name', value: { stringValue: 'shop' } },
            ]) as unknown,
          },
          scopeSpans: [
            {
              scope: { name: 'shop-instrumentation', version: '1.2.3' },
              spans: [
                {
                  traceId,
                  spanId,
                  parentSpanId: parent.spanContext().spanId,
                  name: 'chat',
                  kind: 3,
                  startTimeUnixNano: '1700000001000001000',
                  endTimeUnixNano: '1700000002000000000',
                  attributes: expect.arrayContaining([
                    { key: 'text', value: { stringValue: '地層 "x"' } },
                    { key: 'whole', value: { intValue: '7' } },
                    { key: 'half', value: { doubleValue: 0.5 } },
                    { key: 'yes', value: { boolValue: true } },
                    {
                      key: 'list',
                      value: { arrayValue: { values: [{ stringValue: 'a' }, { stringValue: 'b' }] } },
                    },
                    { key: 'not', value: { stringValue: 'NaN' } },
                  ]) as unknown,
                  events: [
                    {
                      name: 'choice',
                      timeUnixNano: '1700000001500000000',
                      attributes: [{ key: 'index', value: { intValue: '0' } }],
                    },
                  ],
                  links: [
                    {
                      traceId,
                      spanId: parent.spanContext().spanId,
                      attributes: [{ key: 'why', value: { stringValue: 'retry' } }],
                    },
                  ],
                  status: { code: 2, message: 'throttled' },
                },
                { name: 'order', kind: 2, startTimeUnixNano: '1700000000123456789' },
              ],
            },
          ],
        },
      ],
    });
    expect(processor.getStatus()).toMatchObject({ queued: 0, sent: 2 });
  });

  test('a project that the resource names wins', async () => {
    const processor = createProcessor();
    createTracer(processor, { resource: { 'outcrop.project': 'theirs' } })
      .startSpan('a')
      .end();
    await processor.forceFlush();
    expect(collector.span.project).toBe('theirs');
  });

  test('leaves out what the sampler does not keep', async () => {
    const processor = createProcessor();
    createTracer(processor, { isSampled: false }).startSpan('a').end();
    await processor.forceFlush();
    expect(collector.requests).toEqual([]);
  });

  test('a span open for two seconds is sent as running, once, and replaced when it ends', async () => {
    const processor = createProcessor({ flushIntervalMs: 20 });
    const now = performance.now.bind(performance);
    const span = createTracer(processor).startSpan('long');
    vi.spyOn(performance, 'now').mockImplementation(() => now() + 2000);
    while (collector.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(collector.span).toMatchObject({ name: 'long', endTime: null });
    span.end();
    await processor.forceFlush();
    expect(collector.span.endTime).not.toBeNull();
    expect(collector.requests).toHaveLength(2);
  });

  test('after shutdown nothing is taken, and what was is sent', async () => {
    const processor = createProcessor();
    const tracer = createTracer(processor);
    tracer.startSpan('before').end();
    await processor.shutdown();
    tracer.startSpan('after').end();
    await processor.forceFlush();
    expect(collector.span.name).toBe('before');
  });

  test('our own requests are not traced by the app', async () => {
    context.setGlobalContextManager(new AsyncLocalStorageContextManager());
    const processor = createProcessor();
    const isSuppressed: boolean[] = [];
    const request = http.request;
    vi.spyOn(http, 'request').mockImplementation((...args: unknown[]) => {
      isSuppressed.push(isTracingSuppressed(context.active()));
      return Reflect.apply(request, http, args) as http.ClientRequest;
    });
    createTracer(processor).startSpan('a').end();
    await processor.forceFlush();
    expect(isSuppressed).toEqual([true]);
    expect(collector.spans).toHaveLength(1);
  });

  test('a span that is too large alone arrives without its content', async () => {
    collector.respond = (request, response) =>
      void response.writeHead(request.byteLength > 10_000 ? 413 : 200).end('{}');
    const processor = createProcessor();
    createTracer(processor)
      .startSpan('large', { attributes: { 'gen_ai.input.messages': 'x'.repeat(20_000), small: 1 } })
      .end();
    await processor.forceFlush();
    expect(processor.getStatus()).toMatchObject({ sent: 1, dropped: 0 });
    const { attributes } = collector.requests.at(-1)?.spans[0] ?? {};
    expect(attributes).toMatchObject({ small: 1, content_dropped: 'the server takes no span of this size' });
    expect(attributes).not.toHaveProperty(['gen_ai.input.messages']);
  });

  test('without a key it does nothing and says so once', async () => {
    const processor = createProcessor({ apiKey: '' });
    createTracer(processor).startSpan('a').end();
    await processor.forceFlush();
    expect(collector.requests).toEqual([]);
  });

  test('spans that wait for a server are spooled and sent later', async () => {
    const spoolDirectory = mkdtempSync(path.join(os.tmpdir(), 'outcrop-spool-'));
    try {
      collector.respond = (_request, response) => void response.writeHead(503).end();
      const before = createProcessor({ spoolDirectory, flushTimeoutMs: 100 });
      createTracer(before).startSpan('kept').end();
      await before.forceFlush();
      before.finishAtOnce(0);
      expect(before.getStatus()).toMatchObject({ queued: 0, dropped: 0, spooled: 1 });
      collector.clear();
      collector.respond = (_request, response) => void response.writeHead(200).end('{}');
      const after = createProcessor({ spoolDirectory });
      await after.forceFlush();
      expect(collector.span).toMatchObject({ name: 'kept', project: 'mine' });
      expect(after.getStatus()).toMatchObject({ sent: 1 });
      expect(
        readdirSync(spoolDirectory, { recursive: true }).filter((name) => String(name).includes('jsonl')),
      ).toEqual([]);
    } finally {
      rmSync(spoolDirectory, { recursive: true, force: true });
    }
  });
});

describe('OutcropSpanExporter', () => {
  test('works behind a processor of the app', async () => {
    const exporter = new OutcropSpanExporter({ apiKey: 'k', apiUrl: collector.url });
    const processor = new BatchSpanProcessor(exporter);
    const tracer = createTracer(processor);
    for (let index = 0; index < 3; index += 1) tracer.startSpan(`span ${index}`).end();
    await processor.forceFlush();
    expect(collector.spans).toHaveLength(3);
    expect(exporter.getStatus()).toMatchObject({ sent: 3 });
    await processor.shutdown();
  });

  test('says that a batch failed while the server does not take it', async () => {
    collector.respond = (_request, response) => void response.writeHead(503).end();
    const exporter = new OutcropSpanExporter({ apiKey: 'k', apiUrl: collector.url, flushTimeoutMs: 100 });
    const results: { code: number; error?: Error }[] = [];
    const spans: Parameters<OutcropSpanExporter['export']>[0][number][] = [];
    createTracer({
      onStart: () => undefined,
      onEnd: (span) => void spans.push(span),
      forceFlush: () => Promise.resolve(),
      shutdown: () => Promise.resolve(),
    })
      .startSpan('a')
      .end();
    await new Promise<void>((resolve) => {
      exporter.export(spans, (result) => {
        results.push(result);
        resolve();
      });
    });
    expect(results).toEqual([
      { code: 1, error: new Error('[outcrop] spans are kept and retried: HTTP 503') },
    ]);
  });
});
