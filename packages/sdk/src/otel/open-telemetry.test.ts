import {
  context,
  createContextKey,
  propagation,
  ROOT_CONTEXT,
  trace,
  type Span as OtelSpan,
} from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  AlwaysOffSampler,
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-node';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Collector } from '../../test/collector.ts';
import { initLogger, traceHeaders, type Logger } from '../index.ts';

let collector: Collector;
let logger: Logger;
const finished = new InMemorySpanExporter();

function setUpOpenTelemetry(options: ConstructorParameters<typeof NodeTracerProvider>[0] = {}): void {
  const provider = new NodeTracerProvider({
    spanProcessors: [new SimpleSpanProcessor(finished)],
    ...options,
  });
  provider.register({ contextManager: new AsyncLocalStorageContextManager() });
}

beforeEach(async () => {
  collector = await Collector.start();
  logger = initLogger({ apiKey: 'k', apiUrl: collector.url, setCurrent: false });
});

afterEach(async () => {
  trace.disable();
  context.disable();
  propagation.disable();
  finished.reset();
  vi.unstubAllEnvs();
  await collector.close();
});

function inOtelSpan<Result>(name: string, work: (span: OtelSpan) => Result): Result {
  return trace.getTracer('app').startActiveSpan(name, (span) => {
    const result = work(span);
    span.end();
    return result;
  });
}

describe('with OpenTelemetry in the app', () => {
  test('ours is the child of the active span, theirs are children of ours, in any depth', async () => {
    setUpOpenTelemetry();
    const ids: Record<string, string> = {};
    inOtelSpan('theirs', (theirs) => {
      ids['theirs'] = theirs.spanContext().spanId;
      ids['trace'] = theirs.spanContext().traceId;
      logger.traced(
        (ours) => {
          ids['ours'] = ours.spanId;
          inOtelSpan('theirs within', (within) => {
            ids['within'] = within.spanContext().spanId;
            logger.startSpan('ours within').end();
          });
        },
        { name: 'ours' },
      );
    });
    await logger.flush();
    expect(collector.spans).toMatchObject([
      { name: 'ours', traceId: ids['trace'], parentSpanId: ids['theirs'] },
      { name: 'ours within', traceId: ids['trace'], parentSpanId: ids['within'] },
    ]);
    const within = finished.getFinishedSpans().find(({ name }) => name === 'theirs within');
    expect(within?.spanContext().traceId).toBe(ids['trace']);
    expect(within?.parentSpanContext?.spanId).toBe(ids['ours']);
  });

  test('a trace that starts with ours goes on in theirs, across awaits', async () => {
    setUpOpenTelemetry();
    const { traceId, spanId } = await logger.traced(async (ours) => {
      await Promise.resolve();
      inOtelSpan('theirs', () => undefined);
      return ours;
    });
    const [theirs] = finished.getFinishedSpans();
    expect(theirs?.spanContext().traceId).toBe(traceId);
    expect(theirs?.parentSpanContext?.spanId).toBe(spanId);
  });

  test('an instrumented call is a child of the active span and leaves it active', () => {
    setUpOpenTelemetry();
    inOtelSpan('theirs', (theirs) => {
      const span = logger.startCallSpan('bedrock.converse');
      expect(span?.record.parentSpanId).toBe(theirs.spanContext().spanId);
      expect(trace.getActiveSpan()).toBe(theirs);
      span?.end();
    });
  });

  test('a new trace is new for both', () => {
    setUpOpenTelemetry();
    inOtelSpan('theirs', (theirs) => {
      logger.traced(
        (ours) => {
          expect(ours.traceId).not.toBe(theirs.spanContext().traceId);
          expect(trace.getActiveSpan()?.spanContext().traceId).toBe(ours.traceId);
        },
        { parent: null },
      );
    });
  });

  test('their decision to keep no trace goes through us, and ours are recorded', async () => {
    setUpOpenTelemetry({ sampler: new AlwaysOffSampler() });
    inOtelSpan('theirs', () =>
      logger.traced((ours) => {
        expect(traceHeaders().traceparent).toBe(`00-${ours.traceId}-${ours.spanId}-00`);
        expect(trace.getActiveSpan()?.spanContext().traceFlags).toBe(0);
      }),
    );
    await logger.flush();
    expect(collector.spans).toHaveLength(1);
  });

  test('values in their context survive, and their baggage goes out', () => {
    setUpOpenTelemetry();
    const key = createContextKey('tenant');
    const baggage = propagation.createBaggage({ user: { value: 'a b' }, plan: { value: 'pro' } });
    context.with(propagation.setBaggage(ROOT_CONTEXT.setValue(key, 'acme'), baggage), () => {
      inOtelSpan('theirs', () =>
        logger.traced(() => {
          expect(context.active().getValue(key)).toBe('acme');
          expect(traceHeaders().baggage).toBe('user=a%20b,plan=pro');
        }),
      );
    });
  });

  test('the app gets its results and errors as they are', async () => {
    setUpOpenTelemetry();
    const error = new Error('boom');
    await expect(logger.traced(() => Promise.reject(error))).rejects.toBe(error);
    expect(() =>
      logger.traced(() => {
        throw error;
      }),
    ).toThrow(error);
    expect(logger.traced(() => 42)).toBe(42);
  });

  test('a context manager that fails is no failure of ours', () => {
    setUpOpenTelemetry();
    const manager = vi.spyOn(AsyncLocalStorageContextManager.prototype, 'active').mockImplementation(() => {
      throw new Error('broken');
    });
    expect(logger.startSpan('still').traceId).toMatch(/^[0-9a-f]{32}$/);
    manager.mockRestore();
  });
});

describe('W3C trace context', () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const spanId = '00f067aa0ba902b7';
  const traceparent = `00-${traceId}-${spanId}-01`;

  test.each([
    ['a record', { traceparent, tracestate: 'a=1', baggage: 'user=7' }],
    [
      'other case, as AWS Lambda gives them',
      { TraceParent: traceparent, TraceState: 'a=1', Baggage: 'user=7' },
    ],
    ['Headers', new Headers({ traceparent, tracestate: 'a=1', baggage: 'user=7' })],
    ['header lists', { traceparent, tracestate: ['a=1'], baggage: ['user=7'] }],
  ])('comes in by %s and goes out of every span below', async (_form, headers) => {
    logger.traced(
      (span) => {
        const child = span.startSpan('child');
        child.end();
        expect(traceHeaders(child)).toEqual({
          traceparent: `00-${traceId}-${child.spanId}-01`,
          tracestate: 'a=1',
          baggage: 'user=7',
        });
      },
      { name: 'request', parent: headers },
    );
    await logger.flush();
    expect(collector.spans[0]).toMatchObject({ name: 'request', traceId, parentSpanId: spanId });
  });

  test.each([
    ['none', undefined],
    ['empty', ''],
    ['zero trace id', `00-${'0'.repeat(32)}-${spanId}-01`],
    ['zero span id', `00-${traceId}-${'0'.repeat(16)}-01`],
    ['upper case', traceparent.toUpperCase()],
    ['version ff', `ff-${traceId}-${spanId}-01`],
    ['version 00 with more', `${traceparent}-more`],
    ['two of them', [traceparent, traceparent]],
  ])('a traceparent that is not valid (%s) starts a trace of its own', (_form, value) => {
    const span = logger.startSpan('request', { parent: { traceparent: value } });
    expect(span.traceId).not.toBe(traceId);
    expect(traceHeaders(span)).toEqual({ traceparent: `00-${span.traceId}-${span.spanId}-01` });
  });

  test('a later version is read as far as it is known', () => {
    expect(
      logger.startSpan('request', { parent: { traceparent: `01-${traceId}-${spanId}-00-new` } }).traceId,
    ).toBe(traceId);
  });

  test('what could not stand in a header is not passed on', () => {
    const span = logger.startSpan('request', {
      parent: { traceparent, tracestate: 'a=1\r\nx: y', baggage: 'b'.repeat(9000) },
    });
    expect(traceHeaders(span)).toEqual({ traceparent: `00-${traceId}-${span.spanId}-01` });
  });

  test('headers that throw are no failure', () => {
    const hostile = {
      get traceparent(): string {
        throw new Error('no');
      },
    };
    expect(logger.startSpan('request', { parent: hostile }).traceId).toMatch(/^[0-9a-f]{32}$/);
  });

  test('the environment of the process is the parent of its first spans', () => {
    vi.stubEnv('TRACEPARENT', traceparent);
    vi.stubEnv('BAGGAGE', 'user=7');
    const started = initLogger({ apiKey: 'k', apiUrl: collector.url, setCurrent: false });
    const span = started.startSpan('job');
    expect(span.traceId).toBe(traceId);
    expect(traceHeaders(span).baggage).toBe('user=7');
    expect(started.startSpan('apart', { parent: null }).traceId).not.toBe(traceId);
  });

  test('outside of any span there is nothing to say', () => {
    expect(traceHeaders()).toEqual({});
  });
});
