import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Collector } from '../../test/collector.ts';
import { flush, initLogger, startSpan, traced, wrapTraced, type Logger } from '../index.ts';
import type { Span, SpanFields, SpanOptions, TraceSpan } from './trace-span.ts';
import { runtime } from './runtime.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const traceparent = `00-${traceId}-b7ad6b7169203331-01`;

let collector: Collector;
let logger: Logger;
let lines: string[];

beforeEach(async () => {
  collector = await Collector.start();
  logger = initLogger({ apiKey: 'k', apiUrl: collector.url });
  lines = [];
  vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line));
});

afterEach(async () => {
  vi.restoreAllMocks();
  runtime.currentLogger = undefined;
  runtime.flushables.clear();
  await collector.close();
});

/** What code without types may pass. */
function log(span: Span, fields: unknown): void {
  span.log(fields as SpanFields);
}

async function record(fields: unknown): Promise<void> {
  const span = startSpan('work');
  log(span, fields);
  log(span, { output: 'after' });
  span.end();
  await flush();
  expect(collector.span.output).toBe('after');
}

describe('what code without types logs does not throw', () => {
  test.each([
    ['tags that are a number', { tags: 5 }, { tags: ['5'] }],
    ['tags that are one word', { tags: 'one' }, { tags: ['one'] }],
    ['tags of other kinds', { tags: ['a', 1, null] }, { tags: ['a', '1', 'null'] }],
    ['metrics that are no numbers', { metrics: { a: 'x', b: NaN, c: {}, d: 4 } }, { metrics: { d: 4 } }],
    ['metrics that are big', { metrics: { a: 5n } }, { metrics: { a: 5 } }],
    ['metadata that is text', { metadata: 'x' }, { metadata: { 0: 'x' } }],
  ])('%s', async (_what, fields, expected) => {
    await record(fields);
    expect(collector.span).toMatchObject(expected);
  });

  test.each([
    ['null', null],
    [
      'a getter that throws',
      {
        get metadata(): never {
          throw new Error('4711');
        },
      },
    ],
    ['tags that cannot be text', { tags: [Object.create(null)] }],
  ])('%s: the rest of the span is kept and one line says so', async (_what, fields) => {
    await record(fields);
    expect(lines.join()).not.toContain('4711');
  });

  test('metrics with a circle and a getter that throws cost themselves and not the span', async () => {
    const circle: Record<string, unknown> = { kept: 1 };
    circle['self'] = circle;
    Object.defineProperty(circle, 'thrown', {
      enumerable: true,
      get() {
        throw new Error('no');
      },
    });
    await record({ metrics: circle });
    expect(collector.span.metrics).toEqual({ kept: 1 });
  });

  test('metrics and tags are copied', async () => {
    const fields = { metrics: { tries: 1 }, tags: ['a'] };
    const span = startSpan('work', { event: fields });
    fields.metrics.tries = 2;
    fields.tags.push('b');
    span.end();
    await flush();
    expect(collector.span).toMatchObject({ metrics: { tries: 1 }, tags: ['a'] });
  });
});

describe('the work runs whatever the options are', () => {
  const throwing = {
    get event(): never {
      throw new Error('no');
    },
  };
  const ways: [string, (options: never) => unknown][] = [
    ['traced', (options) => traced(() => 42, options)],
    ['wrapTraced', (options) => wrapTraced(() => 42, options)()],
    ['logger.traced', (options) => logger.traced(() => 42, options)],
    ['span.traced', (options) => startSpan('parent').traced(() => 42, options)],
  ];
  const bad: [string, unknown][] = [
    ['null', null],
    ['a parent that is no traceparent', { parent: '00-aa-bb-01' }],
    ['a parent that is a number', { parent: 5 }],
    ['a name that is none', { name: 5 }],
    ['a logger that is none', { logger: {} }],
  ];
  const cases = ways.flatMap(([way, run]) => bad.map(([what, options]) => ({ way, run, what, options })));

  test.each(cases)('$way with $what', async ({ run, options }) => {
    expect(run(options as never)).toBe(42);
    await flush();
  });

  test('traced with a getter that throws', () => {
    expect(traced(() => 42, throwing)).toBe(42);
  });

  test.each(bad)('startSpan with %s', async (_what, options) => {
    startSpan('first').end();
    startSpan('work', options as SpanOptions)
      .startSpan('child', options as SpanOptions)
      .end();
    logger.startSpan('work', options as SpanOptions).end();
    await flush();
    expect(collector.spans.map(({ name }) => name)).toContain('first');
  });

  test('a name that is no text does not spoil the request', async () => {
    startSpan(undefined as unknown as string).end();
    (startSpan('work') as TraceSpan).end('x' as never);
    await flush();
    expect(collector.spans.map(({ name }) => name)).toEqual(['undefined', 'work']);
    expect(logger.getStatus()).toMatchObject({ sent: 2, dropped: 0 });
  });
});

test('a parent may be the text of a traceparent', async () => {
  traced(() => undefined, { parent: traceparent });
  await flush();
  expect(collector.span).toMatchObject({ traceId, parentSpanId: 'b7ad6b7169203331' });
});
