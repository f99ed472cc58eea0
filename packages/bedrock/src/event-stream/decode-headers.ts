import type { EventStreamHeaders, EventStreamHeaderValue } from './event-stream-header.ts';
import { malformed } from './malformed.ts';

/** Decodes the header block of a message; throws when it does not fill the block exactly. */
export function decodeHeaders(bytes: Uint8Array): EventStreamHeaders {
  const headers: EventStreamHeaders = {};
  const reader = new HeaderReader(bytes);
  while (!reader.isAtEnd) {
    const name = reader.readText(reader.readView(1).getUint8(0));
    const value = reader.readValue();
    // Assigned by its name, `__proto__` would change the object instead.
    Object.defineProperty(headers, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return headers;
}

class HeaderReader {
  private readonly bytes: Uint8Array;
  private offset = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.offset === this.bytes.length;
  }

  readText(length: number): string {
    return new TextDecoder().decode(this.take(length));
  }

  readView(length: number): DataView {
    const bytes = this.take(length);
    return new DataView(bytes.buffer, bytes.byteOffset, length);
  }

  readValue(): EventStreamHeaderValue {
    const code = this.readView(1).getUint8(0);
    const read = valueReaders[code];
    if (!read) throw malformed(`unknown header type ${code}`);
    return read(this);
  }

  takeSized(): Uint8Array {
    return this.take(this.readView(2).getUint16(0));
  }

  take(length: number): Uint8Array {
    if (this.offset + length > this.bytes.length) throw malformed('a header runs past the header block');
    this.offset += length;
    return this.bytes.subarray(this.offset - length, this.offset);
  }
}

/** By type code. */
const valueReaders: ((reader: HeaderReader) => EventStreamHeaderValue)[] = [
  () => ({ type: 'boolean', value: true }),
  () => ({ type: 'boolean', value: false }),
  (reader) => ({ type: 'byte', value: reader.readView(1).getInt8(0) }),
  (reader) => ({ type: 'short', value: reader.readView(2).getInt16(0) }),
  (reader) => ({ type: 'integer', value: reader.readView(4).getInt32(0) }),
  (reader) => ({ type: 'long', value: reader.readView(8).getBigInt64(0) }),
  (reader) => ({ type: 'binary', value: reader.takeSized() }),
  (reader) => ({ type: 'string', value: new TextDecoder().decode(reader.takeSized()) }),
  (reader) => ({ type: 'timestamp', value: new Date(Number(reader.readView(8).getBigInt64(0))) }),
  (reader) => ({ type: 'uuid', value: formatUuid(reader.take(16)) }),
];

function formatUuid(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
