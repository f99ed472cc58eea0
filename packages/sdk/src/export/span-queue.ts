import type { SpanRecord } from '../tracer/span-record.ts';

/** Waiting spans, oldest first, within a budget of bytes: when it is full the oldest give way to the newest. */
export class SpanQueue {
  readonly #maxBytes: number;
  #records: SpanRecord[] = [];
  #head = 0;
  #byteLength = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get length(): number {
    return this.#records.length - this.#head;
  }

  get byteLength(): number {
    return this.#byteLength;
  }

  /** Returns how many old spans were dropped to make room. A span larger than the whole budget is kept alone. */
  push(record: SpanRecord): number {
    this.#records.push(record);
    this.#byteLength += record.byteLength;
    let dropped = 0;
    while (this.#byteLength > this.#maxBytes && this.length > 1) {
      this.#shift();
      dropped += 1;
    }
    return dropped;
  }

  /** Takes the oldest spans, up to so many bytes, and at least one when there is any. */
  take(maxBytes: number): SpanRecord[] {
    const taken: SpanRecord[] = [];
    let bytes = 0;
    while (this.length > 0 && (taken.length === 0 || bytes < maxBytes)) {
      const record = this.#shift();
      bytes += record.byteLength;
      taken.push(record);
    }
    return taken;
  }

  /** Puts spans back in front. */
  unshift(records: readonly SpanRecord[]): void {
    this.#records = [...records, ...this.#records.slice(this.#head)];
    this.#head = 0;
    for (const record of records) this.#byteLength += record.byteLength;
  }

  #shift(): SpanRecord {
    const record = this.#records[this.#head] as SpanRecord;
    // Clearing the slot frees the span; the array itself is compacted now and then.
    this.#records[this.#head] = undefined as unknown as SpanRecord;
    this.#head += 1;
    this.#byteLength -= record.byteLength;
    if (this.#head > 1024 && this.#head * 2 > this.#records.length) {
      this.#records = this.#records.slice(this.#head);
      this.#head = 0;
    }
    return record;
  }
}
