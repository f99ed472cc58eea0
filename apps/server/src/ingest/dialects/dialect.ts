import type { JsonObject, JsonValue, SpanError, SpanMetrics, SpanType } from '@outcrop/protocol';
import type { OtlpSpan } from '../otlp-span.ts';

/** What a dialect says about a span. Absent means not said. */
export interface DialectReading {
  project?: string;
  type?: SpanType;
  input?: JsonValue;
  output?: JsonValue;
  metadata?: JsonObject;
  metrics?: SpanMetrics;
  error?: SpanError;
  tags?: string[];
  revision?: number;
  isRunning?: boolean;
}

/** One vocabulary in which applications describe a span: one file in this folder, one entry in `dialects.ts`. */
export interface Dialect {
  name: string;
  isMatch(span: OtlpSpan): boolean;
  /** Takes the attributes and events it understands out of the span; the rest becomes metadata. */
  map(span: OtlpSpan): DialectReading;
}
