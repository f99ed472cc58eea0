import type { ExportStatus } from '../export/export-counts.ts';
import { OutcropSpanProcessor, type OutcropSpanProcessorOptions } from './outcrop-span-processor.ts';
import type { ReadableSpan } from './readable-span.ts';

/** OpenTelemetry's ExportResult: 0 is success, 1 is failure. */
interface ExportResult {
  code: 0 | 1;
  error?: Error;
}

/**
 * Sends the spans of an app's own OpenTelemetry SDK (1.x and 2.x) to Outcrop, for a processor that the app has already.
 * Reports a batch as failed while spans wait for a server that does not take them; they are still kept and retried.
 */
export class OutcropSpanExporter {
  readonly #processor: OutcropSpanProcessor;

  constructor(options: OutcropSpanProcessorOptions = {}) {
    this.#processor = new OutcropSpanProcessor(options);
  }

  export(spans: readonly ReadableSpan[], resultCallback: (result: ExportResult) => void): void {
    for (const span of spans) this.#processor.onEnd(span);
    void this.#processor.forceFlush().then(() => {
      const { queued, lastError } = this.#processor.getStatus();
      if (queued === 0 || lastError === undefined) resultCallback({ code: 0 });
      else
        resultCallback({ code: 1, error: new Error(`[outcrop] spans are kept and retried: ${lastError}`) });
    });
  }

  /** Resolves when everything exported so far is on the server, or given up for now. Never rejects. */
  async forceFlush(): Promise<void> {
    await this.#processor.forceFlush();
  }

  async shutdown(): Promise<void> {
    await this.#processor.shutdown();
  }

  getStatus(): ExportStatus {
    return this.#processor.getStatus();
  }
}
