const firstCapacity = 256 * 1024;
/** What is kept between two bodies; a body with one huge span gives its memory back. */
const keptCapacity = 2 * 1024 * 1024;

/**
 * Gathers text as UTF-8 in memory that is used again for the next body: a fresh megabyte for every request costs more
 * than filling it.
 */
export class BodyWriter {
  #bytes = Buffer.alloc(0);
  #length = 0;

  start(): void {
    if (this.#bytes.length > keptCapacity) this.#bytes = Buffer.alloc(0);
    this.#length = 0;
  }

  append(text: string): void {
    // UTF-8 takes at most three bytes for each UTF-16 unit.
    const room = this.#length + text.length * 3;
    if (room > this.#bytes.length) this.#grow(room);
    this.#length += this.#bytes.write(text, this.#length);
  }

  /** The body so far; valid until the next `start`. */
  finish(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #grow(room: number): void {
    const bytes = Buffer.allocUnsafeSlow(Math.max(room, this.#bytes.length * 2, firstCapacity));
    this.#bytes.copy(bytes, 0, 0, this.#length);
    this.#bytes = bytes;
  }
}
