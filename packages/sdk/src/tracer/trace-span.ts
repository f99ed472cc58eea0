import type { PendingAttachment } from '@outcrop/bedrock';
import type { JsonObject, JsonValue, SpanError, SpanEvent, SpanMetrics, SpanType } from '@outcrop/protocol';
import type { AttachmentTicket } from '../attachments/attachment-recorder.ts';
import type { OtelSpan } from '../otel/open-telemetry.ts';
import { recordEverything, type Redactor } from '../redaction/redactor.ts';
import { nameKind, reportOnce } from '../report.ts';
import { findClockOriginMs, readMicroseconds } from './clock.ts';
import { describeError } from './describe-error.ts';
import type { Logger } from './logger.ts';
import type { ParentLink, PassedOn } from './parent-link.ts';
import { createSpanId, createTraceId } from './random-id.ts';
import { copyMetrics, copyTags } from './copy-metrics.ts';
import { nameWork, runInSpan } from './run-in-span.ts';
import { takeSnapshot } from './snapshot.ts';
import type { SpanRecord } from './span-record.ts';
import type { IncomingHeaders } from './trace-context.ts';

/** What may be added to a span. Later values replace earlier ones; metadata and metrics are merged by key. */
export interface SpanFields {
  input?: unknown;
  output?: unknown;
  metadata?: Record<string, unknown>;
  metrics?: SpanMetrics;
  tags?: readonly string[];
  error?: unknown;
}

export interface SpanOptions {
  /** Default `task`. */
  type?: SpanType;
  /**
   * Default: the span that is active where this one starts, ours or OpenTelemetry's. `null` starts a new trace; headers
   * with a W3C `traceparent`, or its text, go on with another process's trace.
   */
  parent?: Span | IncomingHeaders | string | null;
  /** First fields, as `log` takes them. */
  event?: SpanFields;
}

/** A piece of work being recorded. No method throws. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  /** Adds to the span. Values are copied, so they may be changed afterwards. */
  log(fields: SpanFields): void;
  /** Ends the span and hands it to the exporter. Later calls change nothing. */
  end(): void;
  /** Starts a child. */
  startSpan(name: string, options?: SpanOptions): Span;
  /** Runs `work` in a child span that ends with it. */
  traced<Result>(work: (span: Span) => Result, options?: SpanOptions & { name?: string }): Result;
  /** Where the page shows this span. */
  permalink(): string;
}

export interface TraceSpanOptions {
  name: string;
  type: SpanType;
  parent: ParentLink | null;
  /** Microseconds since the Unix epoch; now unless given. */
  startTime?: number;
  /** The clock that `startTime` was read from. */
  clockOriginMs?: number;
  /** Default: the logger's, for what the app itself records. */
  redactor?: Redactor | undefined;
}

const recordOverheadBytes = 600;
const eventOverheadBytes = 200;
/** Shared: hardly a span has events. */
const noEvents: readonly SpanEvent[] = [];

/** The recording implementation of {@link Span}. */
export class TraceSpan implements Span {
  readonly record: SpanRecord;
  readonly passedOn: PassedOn | undefined;
  /** The same span in the app's own OpenTelemetry, when spans go there. */
  readonly otelSpan: OtelSpan | undefined;
  readonly #logger: Logger;
  /** One for the whole span, so that a step of the wall clock does not show as duration. */
  readonly #clockOriginMs: number;
  #redactor: Redactor | undefined;
  #isSentRunning = false;
  /** Attachments whose bytes still belong to the caller. */
  #borrowed: AttachmentTicket[] | undefined;
  #hashed: Promise<void> | undefined;

  constructor(logger: Logger, options: TraceSpanOptions) {
    this.#logger = logger;
    this.#redactor = options.redactor ?? logger.redactor;
    const nowMs = performance.now();
    this.#clockOriginMs = options.clockOriginMs ?? findClockOriginMs(nowMs);
    const startTime = options.startTime ?? readMicroseconds(this.#clockOriginMs, nowMs);
    this.passedOn = options.parent?.passedOn;
    this.otelSpan = logger.emitter?.startSpan({ ...options, startTime });
    const { traceId, spanId } = this.otelSpan?.spanContext() ?? identify(options.parent);
    this.record = {
      traceId,
      spanId,
      parentSpanId: options.parent?.spanId || null,
      name: options.name,
      type: options.type,
      startTime,
      endTime: null,
      input: undefined,
      output: undefined,
      metadata: {},
      metrics: {},
      error: null,
      events: noEvents,
      tags: [],
      revision: 0,
      byteLength: recordOverheadBytes,
    };
    logger.trackOpenSpan(this);
  }

  get traceId(): string {
    return this.record.traceId;
  }

  get spanId(): string {
    return this.record.spanId;
  }

  /** Microseconds since the Unix epoch, on the clock of this span's start. */
  now(): number {
    return readMicroseconds(this.#clockOriginMs, performance.now());
  }

  log(fields: SpanFields): void {
    this.logBorrowed(fields);
    this.ownAttachments();
  }

  /** Like `log`, for a request whose bytes the caller leaves alone until {@link ownAttachments} is called. */
  logBorrowed(fields: SpanFields): void {
    const { record } = this;
    try {
      this.#add(fields);
    } catch (error) {
      reportOnce(`span.log was given what it cannot read (${nameKind(error)}): that is not recorded.`);
    }
    if (record.endTime !== null) this.#enqueue({ ...record, revision: (record.revision += 1) });
  }

  /** Facts of an instrumented call, never its content: they are neither masked nor copied. */
  note(facts: JsonObject): void {
    Object.assign(this.record.metadata, facts);
  }

  /** To be called when the caller gets its request back: copies the bytes that are not hashed yet. */
  ownAttachments(): void {
    if (!this.#borrowed) return;
    for (const ticket of this.#borrowed) ticket.own();
    this.#borrowed = undefined;
  }

  /** Whether its output may be kept, and so what else quotes it. */
  get recordsOutput(): boolean {
    return this.#redactor?.recordsOutput ?? true;
  }

  /** From here on neither input nor output is kept. */
  dropContent(): void {
    this.#redactor = (this.#redactor ?? recordEverything).withoutContent;
  }

  /** For errors that are described already. */
  setError(error: SpanError): void {
    this.record.error = this.#redactor ? this.#redactor.redactError(error, this.record) : error;
  }

  /** Attributes are kept as they are, unless a mask changes them. */
  addEvent(event: SpanEvent): void {
    const { record } = this;
    record.events = [...record.events, this.#redactor ? this.#redactor.redactEvent(event, record) : event];
    this.#grow(eventOverheadBytes);
  }

  /** `endTime` in microseconds since the Unix epoch; now unless given. */
  end(endTime = this.now()): void {
    const { record } = this;
    if (record.endTime !== null) return;
    record.endTime = Number.isFinite(endTime) ? endTime : this.now();
    record.revision += 1;
    this.#logger.openSpans.delete(this);
    this.ownAttachments();
    if (this.otelSpan) this.#logger.emitter?.endSpan(this.otelSpan, record);
    else this.#enqueue({ ...record });
  }

  /** A copy to send while the span is still running; `undefined` once one was taken or the span ended. */
  takeRunningRecord(): SpanRecord | undefined {
    if (this.#isSentRunning || this.record.endTime !== null) return undefined;
    this.#isSentRunning = true;
    return this.#copyOpen({});
  }

  /** The copy to send of an open span that is followed no longer: it stands unless the span ends after all. */
  takeLastRecord(): SpanRecord {
    return this.#copyOpen({ partial: true, partial_reason: 'let_go' });
  }

  /** Starts a child of an instrumented call: it is redacted as this one is, and on the same clock. */
  startSpanAt(startTime: number, options: { name: string; type: SpanType }): TraceSpan {
    return new TraceSpan(this.#logger, {
      ...options,
      parent: this,
      startTime,
      clockOriginMs: this.#clockOriginMs,
      redactor: this.#redactor,
    });
  }

  startSpan(name: string, options?: SpanOptions): Span {
    return this.#logger.startSpan(name, options, this);
  }

  traced<Result>(work: (span: Span) => Result, options?: SpanOptions & { name?: string }): Result {
    return runInSpan(this.startSpan(nameWork(work, options), options), work);
  }

  permalink(): string {
    return this.#logger.permalink(this);
  }

  #copyOpen(facts: JsonObject): SpanRecord {
    const { record } = this;
    record.revision += 1;
    return { ...record, metadata: { ...record.metadata, ...facts }, metrics: { ...record.metrics } };
  }

  #add(fields: SpanFields): void {
    const { record } = this;
    if (fields.input !== undefined) record.input = this.#keep(fields.input, 'input');
    if (fields.output !== undefined) record.output = this.#keep(fields.output, 'output');
    if (fields.metadata) Object.assign(record.metadata, this.#keep(fields.metadata, 'metadata'));
    if (fields.metrics) copyMetrics(fields.metrics, record.metrics);
    if (fields.tags) record.tags = copyTags(fields.tags);
    if (fields.error !== undefined) this.setError(describeError(fields.error));
  }

  #keep(value: unknown, where: 'input' | 'output' | 'metadata'): JsonValue | undefined {
    const { record } = this;
    const snapshot = this.#redactor ? this.#redactor.takeSnapshot(value, where, record) : takeSnapshot(value);
    this.#grow(snapshot.byteLength);
    if (snapshot.attachments) this.#takeAttachments(snapshot.attachments);
    return snapshot.value;
  }

  #grow(bytes: number): void {
    this.record.byteLength += bytes;
    this.#logger.openSpans.grow(this, bytes);
  }

  #takeAttachments(attachments: readonly PendingAttachment[]): void {
    const ticket = this.#logger.takeAttachments(attachments);
    if (!ticket) return;
    (this.#borrowed ??= []).push(ticket);
    // Attachments are hashed one after another, so the last one's end is the end of all.
    this.#hashed = ticket.hashed;
  }

  #enqueue(record: SpanRecord): void {
    this.#logger.enqueue(record, this.#hashed);
  }
}

function identify(parent: ParentLink | null): { traceId: string; spanId: string } {
  return { traceId: parent?.traceId || createTraceId(), spanId: createSpanId() };
}
