import type { ProjectSummary, Span, TraceDetail, TraceList } from '@outcrop/protocol';

/** Which traces of a project to list; what is absent narrows nothing. */
export interface TraceFilter {
  /**
   * Part of the trace's name, of its previews, of one of its models, or of its error's type or message; ASCII letters
   * match in either case. Or a whole trace id.
   */
  search?: string;
  /** Only those with a span of this model, by its whole name. */
  model?: string;
  /** Only those with an error in any span. */
  hasError?: boolean;
  /** Only those that started at this moment or later, in microseconds since the Unix epoch. */
  startedFrom?: number;
  /** Only those that started before this moment. */
  startedBefore?: number;
}

export interface ListTracesOptions {
  project: string;
  /** 1 to 200; anything else is refused with code `invalid_limit`. */
  limit: number;
  /** From a former answer; a cursor of another list, filter or store is refused with code `invalid_cursor`. */
  cursor?: string;
  filter?: TraceFilter;
}

export interface GetTraceOptions {
  /**
   * `none` leaves out `input`, `output` and every metadata value whose JSON is longer than 1,000 characters,
   * so that a trace of 10,000 spans opens at once. `full` returns everything.
   */
  content: 'none' | 'full';
  /** Only the spans of this project; `null` or absent: of every project. */
  project?: string | null;
}

export interface PrepareSpansOptions {
  /** How much later the writing may begin: what is written at once shares pages and a sync. */
  withinMs: number;
}

/** Which traces of a project to delete: all, unless narrowed. */
export interface DeleteTracesOptions {
  project: string;
  traceId?: string;
  /** Those that started before this moment, in microseconds since the Unix epoch. */
  startedBefore?: number;
}

export interface ListLooseAttachmentsOptions {
  /** The last of the list before. */
  after?: string;
  limit: number;
}

export interface FindSpanOptions {
  /** As of GetTraceOptions. */
  project?: string | null;
}

/**
 * Keeps spans. Every backend passes `contract.ts`.
 *
 * Guarantees: when `writeSpans` resolves, the spans are durable (on disk, synced) and visible to every later read.
 * Writing the same spans again changes nothing. Of two versions of one span (same project, trace_id and span_id)
 * the one with the higher revision stays, whatever the order they arrive in; of equal revisions the later write stays.
 * A failed write leaves nothing behind. The store does not keep or change the values passed in.
 */
export interface TraceStore {
  writeSpans(spans: readonly Span[]): Promise<void>;
  /**
   * Takes the spans as they are now, for who does not wait for their writing: they cost memory only as what is written. The
   * function writes them, together with others that come within `withinMs`, and may be called again when that failed.
   */
  prepareSpans(spans: readonly Span[], options: PrepareSpansOptions): () => Promise<void>;
  /** By name. A project exists once it has a span. */
  listProjects(): Promise<ProjectSummary[]>;
  /**
   * Newest start first; stable under concurrent writes: no trace is skipped or given twice while paging. With a filter a
   * page may have fewer traces than `limit`, even none, and still a cursor: each call looks at so many traces only.
   */
  listTraces(options: ListTracesOptions): Promise<TraceList>;
  /** The spans of every project that share this trace id, by start time; `undefined` when there are none. */
  findTrace(traceId: string, options: GetTraceOptions): Promise<TraceDetail | undefined>;
  /** With full content; the newest when several traces hold the id. */
  findSpan(spanId: string, options?: FindSpanOptions): Promise<Span | undefined>;
  /**
   * Returns how many there were. They go by and by: after a crash some may remain, and go when asked again. A project ends
   * with its last trace. A span that comes later begins its trace anew.
   */
  deleteTraces(options: DeleteTracesOptions): Promise<number>;
  /**
   * SHA-256 of the attachments that a deleted span referred to and no span refers to, in order; each until it is forgotten.
   * None while there are spans of which the store does not know what they refer to.
   */
  listLooseAttachments(options: ListLooseAttachmentsOptions): Promise<string[]>;
  /** Their bytes are gone. */
  forgetAttachments(sha256s: readonly string[]): Promise<void>;
  /** Rejects when the store cannot be read or cannot be written. */
  checkHealth(): Promise<void>;
  /** Waits for writes under way. Idempotent. */
  close(): Promise<void>;
}
