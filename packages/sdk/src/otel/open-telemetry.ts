/** The parts of `@opentelemetry/api` 1.x that are used here; any 1.x has them. */

export interface OtelSpanContext {
  traceId: string;
  spanId: string;
  traceFlags: number;
  traceState?: { serialize(): string };
}

export interface OtelSpan {
  spanContext(): OtelSpanContext;
  isRecording(): boolean;
  setAttributes(attributes: OtelAttributes): unknown;
  setStatus(status: { code: number; message?: string }): unknown;
  addEvent(name: string, attributes: OtelAttributes, time: OtelTime): unknown;
  updateName(name: string): unknown;
  end(time?: OtelTime): void;
}

/** Seconds since the Unix epoch and nanoseconds within the second. */
export type OtelTime = [seconds: number, nanoseconds: number];
export type OtelAttributeValue = string | number | boolean | string[];
export type OtelAttributes = Record<string, OtelAttributeValue>;

export interface OtelContext {
  getValue(key: symbol): unknown;
  setValue(key: symbol, value: unknown): OtelContext;
}

export interface OtelContextManager {
  active(): OtelContext;
  with<Result>(context: OtelContext, work: () => Result): Result;
}

export interface OtelTracerProvider {
  getTracer(
    name: string,
    version?: string,
  ): {
    startSpan(
      name: string,
      options: { kind: number; startTime: OtelTime; attributes: OtelAttributes; root: boolean },
      context?: OtelContext,
    ): OtelSpan;
  };
}

interface OtelGlobal {
  context?: OtelContextManager;
  trace?: OtelTracerProvider;
}

/** Where every copy of the API 1.x keeps what the app registered: `api/src/internal/global-utils.ts`. */
const globalKey = Symbol.for('opentelemetry.js.api.1');
const shared = globalThis as typeof globalThis & { [globalKey]?: OtelGlobal };

/** `createContextKey` of the API makes its keys by `Symbol.for`, so that they are the same in every copy. */
export const otelSpanKey = Symbol.for('OpenTelemetry Context Key SPAN');
export const otelBaggageKey = Symbol.for('OpenTelemetry Baggage Key');

/** The app's context manager; `undefined` when the app has no OpenTelemetry, or has not set it up yet. */
export function findContextManager(): OtelContextManager | undefined {
  return shared[globalKey]?.context;
}

export function findTracerProvider(): OtelTracerProvider | undefined {
  return shared[globalKey]?.trace;
}
