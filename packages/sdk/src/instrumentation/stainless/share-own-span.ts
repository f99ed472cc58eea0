import type { OtelSpan } from '../../otel/open-telemetry.ts';
import type { TraceSpan } from '../../tracer/trace-span.ts';
import type { ApiClient } from './api-client.ts';

/** What the client itself uses of OpenTelemetry's tracer. */
interface OwnTracer {
  startSpan(...args: unknown[]): OtelSpan;
}

/** Above the revisions of any span that comes from an OpenTelemetry SDK. */
const sharedRevision = 8;

/**
 * Runs `send` of a client that makes OpenTelemetry spans of its own. Ours takes the id of the one it makes, so that where
 * both arrive there is one span, ours, with all that hangs below either. When ours go through the app's tracer
 * themselves, the client makes none.
 */
export function shareOwnSpan<Result>(client: ApiClient, span: TraceSpan, send: () => Result): Result {
  const { _tracer: tracer } = client as { _tracer?: OwnTracer };
  if (!tracer || !Object.isExtensible(client)) return send();
  client._tracer = span.otelSpan ? undefined : observeTracer(tracer, span);
  try {
    return send();
  } finally {
    client._tracer = tracer;
  }
}

function observeTracer(tracer: OwnTracer, span: TraceSpan): OwnTracer {
  const startSpan = (...args: unknown[]): OtelSpan => {
    const own = tracer.startSpan(...args);
    shareSpan(own, span);
    return own;
  };
  return Object.create(tracer, { startSpan: { value: startSpan } }) as OwnTracer;
}

/** The span that a helper of the client started before it called the method. */
export function shareStartedSpan(options: unknown, span: TraceSpan): void {
  const own = (options as { __span?: { span?: OtelSpan } } | null | undefined)?.__span?.span;
  if (own && !span.otelSpan) shareSpan(own, span);
}

function shareSpan(own: OtelSpan, { record }: TraceSpan): void {
  try {
    if (!own.isRecording()) return;
    const { traceId, spanId } = own.spanContext();
    // Under a parent that OpenTelemetry does not know, ours stays where it belongs.
    if (record.traceId !== traceId && record.parentSpanId !== null) return;
    record.traceId = traceId;
    record.spanId = spanId;
    record.revision = sharedRevision;
  } catch {
    // Two spans are better than a call that fails.
  }
}
