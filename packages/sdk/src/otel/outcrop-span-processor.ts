import { ExportCounts, type ExportStatus } from '../export/export-counts.ts';
import { finishAtProcessEnd } from '../export/process-end.ts';
import { SpanExporter } from '../export/span-exporter.ts';
import { buildSettings, type LoggerOptions } from '../settings.ts';
import { runtime } from '../tracer/runtime.ts';
import { findExporterSettings } from '../export/exporter-settings.ts';
import { createPendingSpan, type PendingSpan, type PendingSpanOptions } from './pending-span.ts';
import { pendingSpanCodec } from './pending-span-codec.ts';
import type { ReadableSpan } from './readable-span.ts';
import { findRecordedNames } from './recorded-names.ts';

/** Those options of `initLogger` that say where spans go and how, and whether with what a model was asked and answered. */
export type OutcropSpanProcessorOptions = Pick<
  LoggerOptions,
  | 'projectName'
  | 'apiKey'
  | 'apiUrl'
  | 'flushIntervalMs'
  | 'requestTimeoutMs'
  | 'flushTimeoutMs'
  | 'exitTimeoutMs'
  | 'maxQueueBytes'
  | 'overflow'
  | 'spoolDirectory'
  | 'maxSpoolBytes'
  | 'compression'
  | 'recordInput'
  | 'recordOutput'
>;

const sampledFlag = 1;
const runningAfterMs = 2000;

/**
 * Sends the spans of an app's own OpenTelemetry SDK (1.x and 2.x) to Outcrop: a span processor for its tracer provider.
 * Batches, retries and spools like a logger does, and needs no processor around it. Never throws.
 */
export class OutcropSpanProcessor {
  /** @internal */
  readonly exitTimeoutMs: number;
  readonly #pendingOptions: PendingSpanOptions;
  readonly #exporter: SpanExporter<PendingSpan> | undefined;
  /** Open spans that were not sent as running yet, with the time of their start on the clock of `performance.now()`. */
  readonly #young = new Map<ReadableSpan, number>();
  #isShutDown = false;

  constructor(options: OutcropSpanProcessorOptions = {}) {
    const settings = buildSettings(options);
    this.exitTimeoutMs = settings.exitTimeoutMs;
    this.#pendingOptions = {
      projectName: settings.projectName,
      isRecorded: findRecordedNames(settings),
    };
    const usable = findExporterSettings(settings);
    if (!usable) return;
    this.#exporter = new SpanExporter(usable, {
      codec: pendingSpanCodec,
      takeRunning: () => this.#takeRunning(),
      hasOpen: () => false,
    });
    finishAtProcessEnd(this);
  }

  onStart(span: ReadableSpan): void {
    if (!this.#exporter || this.#isShutDown || !isSampled(span)) return;
    this.#young.set(span, performance.now());
    this.#exporter.wake();
  }

  onEnd(span: ReadableSpan): void {
    this.#young.delete(span);
    if (!this.#exporter || this.#isShutDown || !isSampled(span)) return;
    this.#exporter.enqueue(createPendingSpan(span, this.#pendingOptions));
  }

  /** Resolves when everything ended so far is on the server, or given up for now. Never rejects. */
  async forceFlush(): Promise<void> {
    await this.#exporter?.flush();
  }

  /** Flushes and takes no more spans. */
  async shutdown(): Promise<void> {
    this.#isShutDown = true;
    this.#young.clear();
    await this.#exporter?.flush();
    if (this.getStatus().queued === 0) runtime.flushables.delete(this);
  }

  /** @internal */
  flush(): Promise<void> {
    return this.forceFlush();
  }

  getStatus(): ExportStatus {
    return this.#exporter?.getStatus() ?? { ...new ExportCounts().toStatus(0), lastError: 'no API key' };
  }

  /** @internal Open spans are the app's to end. */
  endOpenSpans(): void {
    this.#young.clear();
  }

  /** @internal */
  finishAtOnce(timeoutMs: number): void {
    this.#exporter?.finishAtOnce(timeoutMs);
  }

  #takeRunning(): { items: PendingSpan[]; isWaiting: boolean } {
    const items: PendingSpan[] = [];
    const bound = performance.now() - runningAfterMs;
    for (const [span, startedAt] of this.#young) {
      if (startedAt > bound) break;
      this.#young.delete(span);
      items.push(createPendingSpan(span, this.#pendingOptions));
    }
    return { items, isWaiting: this.#young.size > 0 };
  }
}

function isSampled(span: ReadableSpan): boolean {
  return (span.spanContext().traceFlags & sampledFlag) !== 0;
}
