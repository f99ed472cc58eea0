import type { JsonObject, JsonValue, SpanError, SpanEvent, SpanMetrics, SpanType } from '@outcrop/protocol';

/** A span as the tracer keeps it until it is sent: plain data, free of references into the caller's objects. */
export interface SpanRecord {
  traceId: string;
  spanId: string;
  parentSpanId: string | null;
  name: string;
  type: SpanType;
  /** Microseconds since the Unix epoch. */
  startTime: number;
  /** `null` while running. */
  endTime: number | null;
  input: JsonValue | undefined;
  output: JsonValue | undefined;
  metadata: JsonObject;
  metrics: SpanMetrics;
  error: SpanError | null;
  events: readonly SpanEvent[];
  tags: readonly string[];
  revision: number;
  /** Roughly what keeping the record costs. */
  byteLength: number;
}
