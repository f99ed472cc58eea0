/** Why a span was given up. */
export type DropReason =
  | 'queue_full'
  | 'refused'
  | 'too_large'
  | 'spool_full'
  /** The process ended before the server took it. */
  | 'process_end';

/** How sending goes. Counts are spans since the logger was made. */
export interface ExportStatus {
  /** Waiting in memory, those of the request under way included. */
  queued: number;
  /** Taken by the server. */
  sent: number;
  dropped: number;
  droppedByReason: Readonly<Record<DropReason, number>>;
  /** Requests that failed and were, or will be, made again. */
  retries: number;
  /** Written to `spoolDirectory`. */
  spooled: number;
  /** What the last failed request failed of; `undefined` once one succeeded. */
  lastError: string | undefined;
  /** Milliseconds since the Unix epoch. */
  lastSuccessAt: number | undefined;
}

/** What one exporter counts. */
export class ExportCounts {
  readonly #dropped: Record<DropReason, number> = {
    queue_full: 0,
    refused: 0,
    too_large: 0,
    spool_full: 0,
    process_end: 0,
  };
  sent = 0;
  retries = 0;
  spooled = 0;
  lastError: string | undefined;
  lastSuccessAt: number | undefined;

  get dropped(): number {
    return Object.values(this.#dropped).reduce((sum, count) => sum + count, 0);
  }

  drop(count: number, reason: DropReason): void {
    this.#dropped[reason] += count;
  }

  toStatus(queued: number): ExportStatus {
    const { sent, dropped, retries, spooled, lastError, lastSuccessAt } = this;
    const droppedByReason = { ...this.#dropped };
    return { queued, sent, dropped, droppedByReason, retries, spooled, lastError, lastSuccessAt };
  }
}
