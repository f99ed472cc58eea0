import type { SpanRecord } from '../tracer/span-record.ts';

/** Finished spans that wait for the hashes of their attachments, which takes milliseconds. */
export class HeldRecords {
  readonly #held = new Set<SpanRecord>();
  readonly #pass: (record: SpanRecord) => void;

  constructor(pass: (record: SpanRecord) => void) {
    this.#pass = pass;
  }

  hold(record: SpanRecord, hashed: Promise<void>): void {
    this.#held.add(record);
    void hashed.then(() => this.#release(record));
  }

  /** Passes them on as they are: the process cannot wait. */
  releaseAll(): void {
    for (const record of this.#held) this.#release(record);
  }

  #release(record: SpanRecord): void {
    if (this.#held.delete(record)) this.#pass(record);
  }
}
