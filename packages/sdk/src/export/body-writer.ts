import { findEscape, type ScannedMemory } from './escape-scanner.ts';
import type { EscapeTable } from './escape-table.ts';

const firstCapacity = 256 * 1024;
/** What is kept between two bodies; a body with one huge span gives its memory back. */
const keptCapacity = 2 * 1024 * 1024;
/** Up to these lengths a loop is faster than a call into Buffer, which takes some 60 ns. */
const shortText = 24;
const shortEscaped = 64;
const shortMove = 64;
/** Bytes of the longest escape, a control character two levels down: `\\u001f`. */
const longestEscape = 7;

/**
 * Gathers text as UTF-8 in memory that is used again for the next body, and escapes it in its place: of a long prompt
 * nothing is made that would be garbage.
 */
export class BodyWriter {
  #memory: ScannedMemory = allocate(0);
  #length = 0;

  /** Bytes so far. */
  get length(): number {
    return this.#length;
  }

  /** Begins a new body. Where its length is known, memory for it is taken once and not by doubling. */
  start(expectedLength = 0): void {
    const needed = Math.ceil(expectedLength / firstCapacity) * firstCapacity;
    const { length } = this.#memory.bytes;
    if (length > Math.max(keptCapacity, needed) || length < needed) this.#memory = allocate(needed);
    this.#length = 0;
  }

  /** Takes back what was written since the body had that length. */
  rewind(length: number): void {
    this.#length = length;
  }

  append(text: string): void {
    // UTF-8 takes at most three bytes for each UTF-16 unit.
    this.#reserve(text.length * 3);
    if (text.length > shortText || !this.#appendAscii(text)) {
      this.#length += this.#memory.bytes.write(text, this.#length);
    }
  }

  appendBytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#memory.bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Text with its escapes, without the quotes. */
  appendEscaped(text: string, table: EscapeTable): void {
    const { escapes } = table;
    if (text.length <= shortEscaped && this.#appendShort(text, escapes)) return;
    const start = this.#length;
    this.append(text);
    // UTF-8 cannot say half of a surrogate pair.
    if (this.#length - start !== text.length && /\p{Surrogate}/u.test(text)) {
      this.#length = start;
      this.append(table.escape(text));
    } else this.#escapeFrom(start, escapes);
  }

  /** The body so far; valid until the next `start`. */
  finish(): Buffer {
    return this.#memory.bytes.subarray(0, this.#length);
  }

  #appendAscii(text: string): boolean {
    const { bytes } = this.#memory;
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
    const { bytes } = this.#memory;
    let end = this.#length;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code > 127) return false;
      const escape = escapes[code];
      if (escape === undefined) bytes[end++] = code;
      else end = writeAscii(bytes, escape, end);
    }
    this.#length = end;
    return true;
  }

  /** Makes room for the escapes of what was written since, the last one first, so that each byte moves once. */
  #escapeFrom(start: number, escapes: EscapeTable['escapes']): void {
    const places: number[] = [];
    let growth = 0;
    let end = this.#length;
    for (let from = start; from < end; from += 1) {
      from = findEscape(this.#memory, from, end);
      if (from === end) break;
      places.push(from);
      growth += readEscape(this.#memory.bytes, from, escapes).length - 1;
    }
    this.#reserve(growth);
    this.#length += growth;
    const { bytes } = this.#memory;
    for (let index = places.length - 1; index >= 0; index -= 1) {
      const place = places[index] as number;
      const escape = readEscape(bytes, place, escapes);
      moveBytes(bytes, { from: place + 1, end, by: growth });
      growth -= escape.length - 1;
      writeAscii(bytes, escape, place + growth);
      end = place;
    }
  }

  #reserve(byteLength: number): void {
    const needed = this.#length + byteLength;
    const { bytes } = this.#memory;
    if (needed <= bytes.length) return;
    this.#memory = allocate(Math.max(needed, bytes.length * 2, firstCapacity));
    bytes.copy(this.#memory.bytes, 0, 0, this.#length);
  }
}

/** Returns where it ends. */
function writeAscii(bytes: Buffer, text: string, start: number): number {
  for (let index = 0; index < text.length; index += 1) bytes[start + index] = text.charCodeAt(index);
  return start + text.length;
}

function readEscape(bytes: Buffer, place: number, escapes: EscapeTable['escapes']): string {
  return escapes[bytes[place] as number] as string;
}

/** Towards the end of the memory. */
function moveBytes(bytes: Buffer, { from, end, by }: { from: number; end: number; by: number }): void {
  if (end - from > shortMove) bytes.copyWithin(from + by, from, end);
  else for (let index = end - 1; index >= from; index -= 1) bytes[index + by] = bytes[index] as number;
}

/** Whole words. */
function allocate(byteLength: number): ScannedMemory {
  const bytes = Buffer.allocUnsafeSlow((byteLength + 3) & ~3);
  return { bytes, words: new Int32Array(bytes.buffer) };
}
