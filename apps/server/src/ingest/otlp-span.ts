import type { JsonValue } from '@outcrop/protocol';

/** Attribute values are plain JSON; bytes are base64, integers beyond 2^53 and NaN are strings. */
export type OtlpAttributes = Map<string, JsonValue>;

export interface OtlpEvent {
  name: string;
  /** Microseconds since the Unix epoch. */
  time: number;
  attributes: OtlpAttributes;
}

/** A span as OTLP carries it, whichever encoding it came in. Ids are lower-case hex, empty when missing. */
export interface OtlpSpan {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  name: string;
  /** Microseconds since the Unix epoch; 0 when missing. */
  startTime: number;
  /** Microseconds since the Unix epoch; 0 when missing. */
  endTime: number;
  attributes: OtlpAttributes;
  events: OtlpEvent[];
  status: { code: OtlpStatusCode; message: string };
}

export type OtlpStatusCode = 'unset' | 'ok' | 'error';

export interface OtlpScope {
  name: string;
  version: string;
}

export interface OtlpScopeSpans {
  scope: OtlpScope;
  spans: OtlpSpan[];
}

/** One entry of a request's `resourceSpans`. */
export interface OtlpResourceSpans {
  resource: OtlpAttributes;
  scopeSpans: OtlpScopeSpans[];
}

const statusCodes: readonly OtlpStatusCode[] = ['unset', 'ok', 'error'];

/** Unknown numbers count as unset, as OTLP asks of its readers. */
export function mapStatusCode(code: number): OtlpStatusCode {
  return statusCodes[code] ?? 'unset';
}
