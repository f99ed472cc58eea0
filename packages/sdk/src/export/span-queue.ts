/** What has a size: roughly the bytes that keeping it costs. */
export interface Weighted {
  readonly byteLength: number;
  /** Gives back what keeping it takes, once it is sent or dropped. */
  release?(): void;
}

export interface SpanQueueOptions {
  maxBytes: number;
  /** Which give way when it is full. */
  overflow: 'drop-oldest' | 'drop-newest';
}

/** Waiting spans, oldest first, within a budget of bytes. */
export class SpanQueue<Item extends Weighted> {
  readonly #options: SpanQueueOptions;
  #items: Item[] = [];
  #head = 0;
  #byteLength = 0;
  /** How many of the newest are as they were pushed. */
  #freshCount = 0;
  #freshBytes = 0;

  constructor(options: SpanQueueOptions) {
    this.#options = options;
  }

  get length(): number {
    return this.#items.length - this.#head;
  }

  get byteLength(): number {
    return this.#byteLength;
  }

  /** Of the spans that were not asked to be compact yet. */
  get freshBytes(): number {
    return this.#freshBytes;
  }

  /** Returns how many spans were dropped. A span larger than the whole budget is kept when it is alone. */
  push(item: Item): number {
    const { maxBytes, overflow } = this.#options;
    const isFull = this.#byteLength + item.byteLength > maxBytes;
    if (isFull && overflow === 'drop-newest' && this.length > 0) return 1;
    this.#items.push(item);
    this.#byteLength += item.byteLength;
    this.#freshCount += 1;
    this.#freshBytes += item.byteLength;
    return this.#dropExcess();
  }

  /**
   * Puts what `compact` makes of them in the place of spans that were pushed since it was last asked, up to about so many
   * bytes. Returns whether there are more.
   */
  compact(compact: (item: Item) => Item, maxBytes: number): boolean {
    let bytes = 0;
    let index = this.#items.length - this.#freshCount;
    for (; index < this.#items.length && bytes < maxBytes; index += 1) {
      const item = this.#items[index] as Item;
      const compacted = compact(item);
      this.#items[index] = compacted;
      this.#byteLength += compacted.byteLength - item.byteLength;
      this.#freshBytes -= item.byteLength;
      bytes += compacted.byteLength;
    }
    this.#freshCount = this.#items.length - index;
    return this.#freshCount > 0;
  }

  /** Takes the oldest spans, up to so many bytes, and at least one when there is any. */
  take(maxBytes: number): Item[] {
    const taken: Item[] = [];
    let bytes = 0;
    while (this.length > 0 && (taken.length === 0 || bytes < maxBytes)) {
      const item = this.#shift();
      bytes += item.byteLength;
      taken.push(item);
    }
    return taken;
  }

  /** Puts spans back in front. */
  unshift(items: readonly Item[]): void {
    this.#items = [...items, ...this.#items.slice(this.#head)];
    this.#head = 0;
    for (const item of items) this.#byteLength += item.byteLength;
  }

  #dropExcess(): number {
    let dropped = 0;
    while (this.#byteLength > this.#options.maxBytes && this.length > 1) {
      this.#shift().release?.();
      dropped += 1;
    }
    return dropped;
  }

  #shift(): Item {
    const item = this.#items[this.#head] as Item;
    // Clearing the slot frees the span; the array itself is compacted now and then.
    this.#items[this.#head] = undefined as unknown as Item;
    this.#head += 1;
    this.#byteLength -= item.byteLength;
    if (this.#freshCount > this.length) {
      this.#freshCount -= 1;
      this.#freshBytes -= item.byteLength;
    }
    if (this.#head > 1024 && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }
}
