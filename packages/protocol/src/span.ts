import type { JsonObject, JsonValue } from './json.ts';

export const spanTypes = ['llm', 'task', 'tool', 'function', 'eval', 'score'] as const;
export type SpanType = (typeof spanTypes)[number];

/** What went wrong, as the failing side named it. `status` is an HTTP status. */
export interface SpanError {
  type: string;
  message: string;
  status?: number;
  retryable?: boolean;
  stack?: string;
}

/** Something that happened at one moment of a span, such as a failed attempt. */
export interface SpanEvent {
  name: string;
  /** Microseconds since the Unix epoch. */
  time: number;
  attributes: JsonObject;
}

/** Numbers of a span. Tokens are counts, `*_ms` milliseconds, `time_to_first_token` seconds, `cost_usd` US dollars. */
export interface SpanMetrics {
  /** Bedrock's inputTokens: excludes cache reads and cache writes. */
  prompt_tokens?: number;
  completion_tokens?: number;
  /** All tokens, cache reads and writes included. */
  tokens?: number;
  prompt_cached_tokens?: number;
  prompt_cache_creation_tokens?: number;
  prompt_cache_creation_5m_tokens?: number;
  prompt_cache_creation_1h_tokens?: number;
  completion_reasoning_tokens?: number;
  time_to_first_token?: number;
  latency_ms?: number;
  cost_usd?: number;
  [name: string]: number | undefined;
}

/** One wide row: the same words on the wire, in SQL, in the API and in the page. */
export interface Span {
  /** 32 lower-case hex digits from our SDK; any non-empty string from others. */
  trace_id: string;
  /** 16 lower-case hex digits from our SDK; any non-empty string from others. */
  span_id: string;
  /** `null` for the root of a trace. */
  parent_span_id: string | null;
  project: string;
  name: string;
  type: SpanType;
  /** Microseconds since the Unix epoch. */
  start_time: number;
  /** Microseconds since the Unix epoch; `null` while the span is running. */
  end_time: number | null;
  /** Absent when the reader asked for no content, or nothing was recorded. */
  input?: JsonValue;
  output?: JsonValue;
  metadata: JsonObject;
  metrics: SpanMetrics;
  error: SpanError | null;
  /** In the order they were recorded. */
  events: SpanEvent[];
  tags: string[];
  /** OpenTelemetry's service.name. */
  service: string | null;
  /** Name and version of what made the span, such as `outcrop-js/0.1.0`. */
  sdk: string | null;
  /** Orders two versions of one span: the higher one replaces the lower one. */
  revision: number;
}
