import { findContextManager } from './open-telemetry.ts';

/** `suppressTracing` of `@opentelemetry/core`. */
const suppressTracingKey = Symbol.for('OpenTelemetry SDK Context Key SUPPRESS_TRACING');

/** Keeps an app's OpenTelemetry from tracing our own requests, which would make spans to send, without end. */
export function withoutTracing<Result>(work: () => Result): Result {
  const manager = findContextManager();
  return manager ? manager.with(manager.active().setValue(suppressTracingKey, true), work) : work();
}
