import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Collector } from '../../test/collector.ts';
import {
  currentSpan,
  flush,
  initLogger,
  permalink,
  startSpan,
  traced,
  wrapTraced,
  type Logger,
} from '../index.ts';
import { runtime } from './runtime.ts';

function addTax(): number {
  return 19;
}

let collector: Collector;
let logger: Logger;

beforeEach(async () => {
  collector = await Collector.start();
  logger = initLogger({
    projectName: 'shop',
    apiKey: 'test-key',
    apiUrl: collector.url,
    serviceName: 'checkout',
  });
});

afterEach(async () => {
  runtime.currentLogger = undefined;
  await collector.close();
});

describe('traced', () => {
  test('gives back what the function gives and records a span around it', async () => {
    const answer = await traced(
      async (span) => {
        span.log({ input: { question: 6 }, metadata: { a: 1 }, tags: ['x'] });
        await Promise.resolve();
        span.log({ output: 42, metadata: { b: 2 }, metrics: { tries: 3 } });
        return 42;
      },
      { name: 'answer', type: 'function' },
    );
    await flush();
    expect(answer).toBe(42);
    expect(collector.span).toMatchObject({
      name: 'answer',
      type: 'function',
      project: 'shop',
      input: { question: 6 },
      output: 42,
      metadata: { a: 1, b: 2 },
      metrics: { tries: 3 },
      tags: ['x'],
      parentSpanId: undefined,
      error: undefined,
    });
    expect(collector.span.endTime).toBeGreaterThanOrEqual(collector.span.startTime);
    expect(collector.requests[0]?.headers.authorization).toBe('Bearer test-key');
  });

  test('works on synchronous functions and names spans after functions', async () => {
    expect(traced(addTax)).toBe(19);
    await logger.flush();
    expect(collector.span.name).toBe('addTax');
  });

  test('nests by asynchronous context, also when siblings run at once', async () => {
    await traced(
      async () => {
        await Promise.all(
          ['a', 'b'].map((name) =>
            traced(
              async () => {
                await new Promise((resolve) => setTimeout(resolve, 2));
                traced(() => undefined, { name: `${name}-child` });
              },
              { name },
            ),
          ),
        );
      },
      { name: 'root' },
    );
    await flush();
    const byName = Object.fromEntries(collector.spans.map((span) => [span.name, span]));
    expect(new Set(collector.spans.map((span) => span.traceId)).size).toBe(1);
    for (const name of ['a', 'b']) {
      expect(byName[name]?.parentSpanId).toBe(byName['root']?.spanId);
      expect(byName[`${name}-child`]?.parentSpanId).toBe(byName[name]?.spanId);
    }
  });

  test('records what is thrown and throws the very same error', async () => {
    const failure = new TypeError('no such order');
    await expect(traced(() => Promise.reject(failure), { name: 'async' })).rejects.toBe(failure);
    expect(() =>
      traced(
        () => {
          throw failure;
        },
        { name: 'sync' },
      ),
    ).toThrow(failure);
    await flush();
    expect(collector.spans.map((span) => span.error)).toEqual([
      { type: 'TypeError', message: 'no such order', stack: failure.stack },
      { type: 'TypeError', message: 'no such order', stack: failure.stack },
    ]);
  });

  test('gives back the same object when the result is a promise with methods of its own', () => {
    class ApiPromise extends Promise<number> {
      asResponse(): string {
        return 'response';
      }
    }
    const promise = new ApiPromise((resolve) => resolve(1));
    expect(traced(() => promise).asResponse()).toBe('response');
    expect(traced(() => promise)).toBe(promise);
  });
});

describe('wrapTraced', () => {
  test('records arguments and result, keeps `this` and arguments', async () => {
    const till = {
      rate: 2,
      price: wrapTraced(function price(this: { rate: number }, net: number, extra: { tip: number }) {
        return Promise.resolve(net * this.rate + extra.tip);
      }),
    };
    await expect(till.price(10, { tip: 1 })).resolves.toBe(21);
    await flush();
    expect(collector.span).toMatchObject({
      name: 'price',
      type: 'function',
      input: [10, { tip: 1 }],
      output: 21,
    });
  });
});

describe('startSpan', () => {
  test('children can be made by hand, under a span or at the root of a new trace', async () => {
    const parent = startSpan('parent', { type: 'task', event: { input: 'in' } });
    const child = parent.startSpan('child', { type: 'tool' });
    const other = parent.startSpan('other trace', { parent: null });
    for (const span of [child, other, parent]) span.end();
    await flush();
    const byName = Object.fromEntries(collector.spans.map((span) => [span.name, span]));
    expect(byName['child']).toMatchObject({
      parentSpanId: parent.spanId,
      traceId: parent.traceId,
      type: 'tool',
    });
    expect(byName['other trace']?.traceId).not.toBe(parent.traceId);
    expect(byName['parent']?.input).toBe('in');
  });

  test('ending twice sends once; logging after the end sends a newer version', async () => {
    const span = startSpan('late');
    span.end();
    span.end();
    span.log({ output: 'after all' });
    await flush();
    expect(collector.requests.flatMap((request) => request.spans).map((sent) => sent.revision)).toEqual([
      1, 2,
    ]);
    expect(collector.span.output).toBe('after all');
  });

  test('a span open for two seconds is sent as running, once, and replaced when it ends', async () => {
    const quick = initLogger({ apiKey: 'k', apiUrl: collector.url, flushIntervalMs: 20 });
    const span = quick.startSpan('slow', { event: { input: 'asked' } });
    while (collector.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(collector.span).toMatchObject({ name: 'slow', endTime: null, input: 'asked', revision: 1 });
    expect(collector.span.attributes['outcrop.running']).toBe(true);
    span.end();
    await quick.flush();
    expect(collector.span.endTime).not.toBeNull();
    expect(collector.span.revision).toBe(2);
  });

  test('currentSpan is the active one, and one that does nothing outside', async () => {
    expect(currentSpan().traceId).toBe('');
    currentSpan().log({ output: 'nowhere' });
    currentSpan().end();
    traced(() => currentSpan().log({ metadata: { seen: true } }), { name: 'inside' });
    await flush();
    expect(collector.span.metadata).toEqual({ seen: true });
  });

  test('permalink leads to the page of the span', () => {
    const span = startSpan('linked');
    expect(permalink(span)).toBe(`${collector.url}/projects/shop/traces/${span.traceId}?span=${span.spanId}`);
    span.end();
  });
});

test('without a key nothing is recorded and everything still works', () => {
  const silent = initLogger({ projectName: 'none', apiUrl: collector.url });
  expect(silent.traced((span) => span.spanId)).toBe('');
  expect(silent.getStatus()).toMatchObject({ queued: 0, sent: 0, lastError: 'no API key' });
  expect(permalink(silent.startSpan('x'))).toBe('');
});
