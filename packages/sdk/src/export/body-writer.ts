import { EscapeScanner } from './escape-scanner.ts';
import type { EscapeTable } from './escape-table.ts';

const firstCapacity = 256 * 1024;
/** What is kept between two bodies; a body with one huge span gives its memory back. */
const keptCapacity = 2 * 1024 * 1024;
/** Up to this length a loop over the characters is faster than a call into Buffer. */
const shortLength = 40;
/** Bytes of the longest escape, a control character two levels down: `\\u001f`. */
const longestEscape = 7;

/**
 * Gathers text as UTF-8 in memory that is used again for the next body, and escapes it on its way in: a long prompt is
 * copied twice, where building JSON strings of it reads and copies it six times and leaves them as garbage.
 */
export class BodyWriter {
  readonly #scanner = new EscapeScanner();
  #bytes = Buffer.alloc(0);
  #length = 0;

  /** Bytes so far. */
  get length(): number {
    return this.#length;
  }

  /** Begins a new body. Where its length is known, memory for it is taken once and not by doubling. */
  start(expectedLength = 0): void {
    const needed = Math.ceil(expectedLength / firstCapacity) * firstCapacity;
    const { length } = this.#bytes;
    if (length > Math.max(keptCapacity, needed) || length < needed)
      this.#bytes = Buffer.allocUnsafeSlow(needed);
    this.#length = 0;
  }

  /** Takes back what was written since the body had that length. */
  rewind(length: number): void {
    this.#length = length;
  }

  append(text: string): void {
    // UTF-8 takes at most three bytes for each UTF-16 unit.
    this.#reserve(text.length * 3);
    if (text.length > shortLength || !this.#appendAscii(text)) {
      this.#length += this.#bytes.write(text, this.#length);
    }
  }

  appendBytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Text with its escapes, without the quotes. */
  appendEscaped(text: string, table: EscapeTable): void {
    if (text.length <= shortLength && this.#appendShort(text, table.escapes)) return;
    if (this.#scanner.load(text)) this.#appendScanned(table.escapes);
    else this.append(table.escape(text));
  }

  /** The body so far; valid until the next `start`. */
  finish(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #appendAscii(text: string): boolean {
    const bytes = this.#bytes;
    const start = this.#length;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code > 127) return false;
      bytes[start + index] = code;
    }
    this.#length = start + text.length;
    return true;
  }

  /** Returns false, with nothing written, when the text is not all ASCII. */
  #appendShort(text: string, escapes: EscapeTable['escapes']): boolean {
    this.#reserve(text.length * longestEscape);
    const start = this.#length;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code > 127) {
        this.#length = start;
        return false;
      }
      const escape = escapes[code];
      if (escape === undefined) this.#bytes[this.#length++] = code;
      else this.#appendAscii(escape);
    }
    return true;
  }

  #appendScanned(escapes: EscapeTable['escapes']): void {
    const scanner = this.#scanner;
    for (let from = 0; from < scanner.length;) {
      const found = scanner.find(from);
      this.#reserve(scanner.length - from + longestEscape);
      this.#length += scanner.bytes.copy(this.#bytes, this.#length, from, found);
      if (found < scanner.length) this.#appendAscii(escapes[scanner.bytes[found] as number] ?? '');
      from = found + 1;
    }
  }

  #reserve(byteLength: number): void {
    const needed = this.#length + byteLength;
    if (needed <= this.#bytes.length) return;
    const bytes = Buffer.allocUnsafeSlow(Math.max(needed, this.#bytes.length * 2, firstCapacity));
    this.#bytes.copy(bytes, 0, 0, this.#length);
    this.#bytes = bytes;
  }
}
