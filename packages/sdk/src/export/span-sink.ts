import type { SpanRecord } from '../tracer/span-record.ts';
import type { ExportStatus } from './export-counts.ts';

/** Where a logger's spans go. No method throws. */
export interface SpanSink {
  /** Takes a span that ended, or a newer version of it. */
  enqueue(record: SpanRecord): void;
  /** A span was opened. */
  wake(): void;
  /** Resolves when what was taken has arrived, or is given up for now. */
  flush(): Promise<void>;
  getStatus(): ExportStatus;
  /** For the end of the process: holds it up for at most `timeoutMs`. */
  finishAtOnce(timeoutMs: number): void;
}
