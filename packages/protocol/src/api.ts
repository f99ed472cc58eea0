import type { ApiKeyGrant, ApiKeyUsage } from './api-key.ts';
import type { Span, SpanError, SpanMetrics, SpanType } from './span.ts';

/** A row of `GET /api/projects`. Times are microseconds since the Unix epoch. */
export interface ProjectSummary {
  name: string;
  trace_count: number;
  last_start_time: number | null;
}

/** A row of a project's trace list: the root span with totals over the trace. */
export interface TraceSummary {
  trace_id: string;
  project: string;
  /** The root span, or the earliest one while the root has not arrived. */
  root_span_id: string;
  name: string;
  type: SpanType;
  /** One line of what was asked: of the root, else of the first model call; `null` when neither says. */
  input_preview: string | null;
  /** One line of what was answered: of the root, else of the last model call. */
  output_preview: string | null;
  start_time: number;
  /** `null` while any span of the trace is running. */
  end_time: number | null;
  span_count: number;
  error_count: number;
  /** Spans that know only part of their answer, and so of its cost: a stream that was left, aborted or cut. */
  partial_count: number;
  /** The root's error, else the first error in the trace. */
  error: SpanError | null;
  /** Distinct models in order of first use. */
  models: string[];
  /** Sums over the trace's spans of type llm. */
  metrics: Pick<
    SpanMetrics,
    | 'prompt_tokens'
    | 'completion_tokens'
    | 'tokens'
    | 'prompt_cached_tokens'
    | 'prompt_cache_creation_tokens'
    | 'cost_usd'
  >;
}

export interface ProjectList {
  projects: ProjectSummary[];
}

export interface TraceList {
  traces: TraceSummary[];
  /** Opaque; pass it back as `cursor`. `null` at the end. */
  next_cursor: string | null;
}

export interface TraceDetail {
  trace_id: string;
  /** By start time. */
  spans: Span[];
}

export interface SpanDetail {
  span: Span;
}

/** One `trace-changed` event of the live stream. */
export interface TraceChange {
  project: string;
  trace_id: string;
}

/** One `traces-deleted` event of the live stream. */
export interface TraceDeletion {
  project: string;
  /** `null`: several of the project, or all. */
  trace_id: string | null;
}

/** An API key without its secret. */
export interface ApiKeySummary extends ApiKeyGrant {
  id: string;
  name: string;
  /** The first characters of the key, enough to recognise it. */
  prefix: string;
  created_at: number;
  last_used_at: number | null;
  /** Of a temporary key: the key that made it, whose budget it spends and with which it dies. */
  parent_id: string | null;
  usage: ApiKeyUsage;
}

/** The answer to creating a key: the only time the key itself is shown. */
export interface CreatedApiKey extends ApiKeySummary {
  key: string;
}

/** The answer to asking which attachments the server lacks. */
export interface MissingAttachments {
  /** Those of the hashes asked for that have to be sent, in the order asked. */
  missing: string[];
}

/** The answer to sending an attachment's bytes. */
export interface KeptAttachment {
  sha256: string;
  byte_length: number;
}

/** Every error answer of the server. */
export interface ApiErrorBody {
  error: { code: string; message: string };
}

export interface ApiKeyList {
  /** Newest first. */
  keys: ApiKeySummary[];
}

export interface SessionStatus {
  signed_in: boolean;
}

/** A URL that signs a browser in once. */
export interface SignInLink {
  url: string;
  /** Microseconds since the Unix epoch. */
  expires_at: number;
}

export interface HealthStatus {
  status: 'ok';
}

export interface ServerInfo {
  version: string;
  data_directory: string;
  /** How long traces are kept; `null`: for ever. */
  retention_days: number | null;
  /** What an app sets OUTCROP_API_URL to. */
  api_url: string;
}

/** The answer to running the sample calls: the project their traces are in. */
export interface SampleCalls {
  project: string;
}
