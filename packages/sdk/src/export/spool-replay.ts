import { reportOnce } from '../report.ts';
import type { Settings } from '../settings.ts';
import type { ExportCounts } from './export-counts.ts';
import type { SpanCodec } from './span-codec.ts';
import { nameSpoolDirectory, SpanSpool, type SpoolClaim } from './span-spool.ts';

/** Spans of one file of the spool. */
export interface Replay<Item> {
  items: Item[];
  /** They are sent: removes the file. */
  remove(): void;
}

export interface SpoolReplayOptions<Item> {
  directory: string;
  settings: Settings;
  codec: SpanCodec<Item>;
  counts: ExportCounts;
}

/** Puts the spans of one exporter on disk and gives back what is there. Never throws: a disk that fails is said once. */
export class SpoolReplay<Item> {
  readonly #directory: string;
  readonly #spool: SpanSpool;
  readonly #codec: SpanCodec<Item>;
  readonly #counts: ExportCounts;
  /** Whether there may be files to send. */
  isWaiting = true;

  constructor({ directory, settings, codec, counts }: SpoolReplayOptions<Item>) {
    this.#directory = nameSpoolDirectory(directory, settings.apiUrl, settings.projectName);
    this.#spool = new SpanSpool({
      directory: this.#directory,
      maxBytes: settings.maxSpoolBytes,
      overflow: settings.overflow,
    });
    this.#codec = codec;
    this.#counts = counts;
  }

  /** Returns false when the disk does not take them. */
  keep(items: readonly Item[]): boolean {
    return this.#guard(false, () => {
      const lines = items.flatMap((item) => this.#encode(item));
      this.#counts.drop(this.#spool.write(lines), 'spool_full');
      this.#counts.spooled += lines.length;
      this.isWaiting = true;
      return true;
    });
  }

  /** The oldest file, claimed for this process; `undefined` when there is none. */
  next(): Replay<Item> | undefined {
    const claim = this.#guard<SpoolClaim | undefined>(undefined, () => this.#spool.claimOldest());
    if (!claim) {
      this.isWaiting = false;
      return undefined;
    }
    const items: Item[] = [];
    for (const line of claim.lines) {
      const item = this.#codec.fromLine(line);
      if (item !== undefined) items.push(item);
    }
    return { items, remove: () => this.#guard(undefined, () => this.#spool.remove(claim)) };
  }

  releaseClaims(): void {
    this.#guard(undefined, () => this.#spool.releaseClaims());
  }

  /** Nothing for a span that cannot be encoded: the others are worth keeping. */
  #encode(item: Item): string[] {
    try {
      return [this.#codec.toLine(item)];
    } catch (error) {
      reportOnce(`a span could not be encoded and is dropped: ${String(error)}`);
      return [];
    }
  }

  #guard<Result>(otherwise: Result, work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      reportOnce(`spoolDirectory ${this.#directory} cannot be used (${reason}).`);
      return otherwise;
    }
  }
}
