import { reportOnce } from '../report.ts';
import type { SpanRecord } from './span-record.ts';
import type { TraceSpan } from './trace-span.ts';

const runningAfterMicroseconds = 2_000_000;
/** What an open span costs beside its record. */
const openOverheadBytes = 500;

export interface OpenSpansOptions {
  maxBytes: number;
  /** Takes what is to be sent of a span that is followed no longer. */
  send(record: SpanRecord): void;
}

/**
 * The spans that have not ended, oldest first, within a budget of bytes. An app may forget to end some: when the budget
 * is spent the oldest is sent as let go, which is said once, to be recorded as ever should it end after all.
 */
export class OpenSpans {
  readonly #options: OpenSpansOptions;
  readonly #spans = new Set<TraceSpan>();
  #byteLength = 0;

  constructor(options: OpenSpansOptions) {
    this.#options = options;
  }

  get isEmpty(): boolean {
    return this.#spans.size === 0;
  }

  add(span: TraceSpan): void {
    this.#spans.add(span);
    this.#makeRoom(openOverheadBytes + span.record.byteLength);
  }

  /** The span's record has become so much larger. */
  grow(span: TraceSpan, bytes: number): void {
    if (this.#spans.has(span)) this.#makeRoom(bytes);
  }

  delete(span: TraceSpan): void {
    if (this.#spans.delete(span)) this.#byteLength -= openOverheadBytes + span.record.byteLength;
  }

  endAll(): void {
    for (const span of this.#spans) {
      span.log({ metadata: { partial: true, partial_reason: 'process_end' } });
      span.end();
    }
  }

  /** Copies of the spans that have been open for two seconds and were not sent yet. */
  takeRunning(): { items: SpanRecord[]; isWaiting: boolean } {
    const items: SpanRecord[] = [];
    let isWaiting = false;
    for (const span of this.#spans) {
      if (span.now() - span.record.startTime < runningAfterMicroseconds) isWaiting = true;
      else {
        const record = span.takeRunningRecord();
        if (record) items.push(record);
      }
    }
    return { items, isWaiting };
  }

  /** One stays, however large. */
  #makeRoom(bytes: number): void {
    this.#byteLength += bytes;
    const { maxBytes } = this.#options;
    if (this.#byteLength <= maxBytes) return;
    for (const span of this.#spans) {
      if (this.#byteLength <= maxBytes || this.#spans.size === 1) return;
      this.delete(span);
      this.#options.send(span.takeLastRecord());
      reportOnce(
        `open spans take more than maxQueueBytes (${maxBytes} bytes): the oldest are let go, and the end of the process ` +
          'will not end them. If every startSpan has its end(), raise maxQueueBytes.',
      );
    }
  }
}
