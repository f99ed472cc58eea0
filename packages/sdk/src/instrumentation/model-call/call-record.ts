import { mapUsageToMetrics, type OperationStreamReader, type ResponseReading } from '@outcrop/bedrock';
import type { JsonObject } from '@outcrop/protocol';
import { nameErrorKind } from '../../tracer/describe-error.ts';
import type { TraceSpan } from '../../tracer/trace-span.ts';
import type { PartialReason } from './stream-break.ts';

/** What of a call was being read. */
export type CallPart = 'request' | 'response' | 'answer' | 'stream' | 'error';

/** In the words of the span's event. */
export interface AttemptFailure {
  error_type: string;
  error_message?: string;
  status?: number;
}

/** What every client's calls have in common: how a span learns of attempts, of the answer, and of what cannot be read. */
export class CallRecord {
  readonly span: TraceSpan;
  #attempts = 1;
  #failedAttempt: { describe: () => AttemptFailure; time: number } | undefined;

  constructor(span: TraceSpan) {
    this.span = span;
  }

  /** Those that were seen so far. */
  get attempts(): number {
    return this.#attempts;
  }

  get isOpen(): boolean {
    return this.span.record.endTime === null;
  }

  /** See {@link TraceSpan.note}. */
  note(facts: JsonObject): void {
    this.span.note(facts);
  }

  notePartial(reason: PartialReason): void {
    this.note({ partial: true, partial_reason: reason });
  }

  noteTrouble(where: CallPart, error: unknown): void {
    this.note({ instrumentation_error: `${nameErrorKind(error)} while reading the ${where}` });
  }

  /** Whatever goes wrong in `work` is noted on the span, which ends with it, and stays in here. */
  guard(where: CallPart, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.noteTrouble(where, error);
      this.span.end();
    }
  }

  /** An attempt has failed; `describe` is asked when another one follows. */
  failAttempt(describe: () => AttemptFailure): void {
    this.#failedAttempt = { describe, time: this.span.now() };
  }

  /** An attempt begins. One that follows a failed one is an event that says why and how late. */
  startAttempt(): void {
    const failed = this.#failedAttempt;
    if (!failed) return;
    this.#failedAttempt = undefined;
    const delayMs = Math.round((this.span.now() - failed.time) / 100) / 10;
    this.span.addEvent({
      name: 'retry',
      time: failed.time,
      attributes: { attempt: this.#attempts, ...failed.describe(), delay_ms: delayMs },
    });
    this.#attempts += 1;
  }

  readEvent(reader: OperationStreamReader, event: unknown): void {
    const { metrics, startTime } = this.span.record;
    if (reader.read(event) && metrics.time_to_first_token === undefined)
      metrics.time_to_first_token = (this.span.now() - startTime) / 1_000_000;
  }

  /** The answer, or what there is of it. `end` is still to be called. */
  logReading({ input, output, metadata, usage, latencyMs, metrics: own }: ResponseReading): void {
    const metrics = usage ? mapUsageToMetrics(usage) : {};
    if (latencyMs !== undefined) metrics.latency_ms = latencyMs;
    if (own) Object.assign(metrics, own);
    this.span.log({ input, output, metadata, metrics });
  }

  end(): void {
    this.span.end();
  }
}
