import type { EventStreamHeaders, EventStreamHeaderValue } from './event-stream-header.ts';
import { malformed } from './malformed.ts';

// Made once, on first use: making one costs more than decoding a whole frame.
let textDecoder: InstanceType<typeof TextDecoder> | undefined;

/** Decodes the header block that lies from `start` up to `end`; throws when the headers do not fill it exactly. */
export type HeaderDecoder = (bytes: Uint8Array, start: number, end: number) => EventStreamHeaders;

/** Nearly every message of a stream has the headers of the one before: those are not decoded again, but shared. */
export function createHeaderDecoder(): HeaderDecoder {
  let lastBlock = new Uint8Array();
  let lastHeaders: EventStreamHeaders = {};
  return (bytes, start, end) => {
    if (lastBlock.length === end - start && isAt(lastBlock, bytes, start)) return lastHeaders;
    // Copied, because the owner of the stream's bytes may use them again.
    const block = Uint8Array.prototype.slice.call(bytes, start, end);
    lastHeaders = decodeHeaders(block);
    lastBlock = block;
    return lastHeaders;
  };
}

/** Whether the block lies at `start` of the bytes. */
function isAt(block: Uint8Array, bytes: Uint8Array, start: number): boolean {
  for (let at = 0; at < block.length; at += 1) if (block[at] !== bytes[start + at]) return false;
  return true;
}

function decodeHeaders(bytes: Uint8Array): EventStreamHeaders {
  const headers: EventStreamHeaders = {};
  const reader = new HeaderReader(bytes);
  while (!reader.isAtEnd) {
    const name = decodeText(reader.take(reader.view.getUint8(reader.advance(1))));
    const value = reader.readValue();
    // Assigned by its name, `__proto__` would change the object instead; defining each property so is slow.
    if (name !== '__proto__') headers[name] = value;
    else
      Object.defineProperty(headers, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return headers;
}

class HeaderReader {
  /** Of the whole header block. */
  readonly view: DataView;
  private readonly bytes: Uint8Array;
  private offset = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  get isAtEnd(): boolean {
    return this.offset === this.bytes.length;
  }

  readValue(): EventStreamHeaderValue {
    const code = this.view.getUint8(this.advance(1));
    const read = valueReaders[code];
    if (!read) throw malformed(`unknown header type ${code}`);
    return read(this);
  }

  /** Moves on by so many bytes and returns where they begin. */
  advance(length: number): number {
    const start = this.offset;
    if (start + length > this.bytes.length) throw malformed('a header runs past the header block');
    this.offset += length;
    return start;
  }

  take(length: number): Uint8Array {
    const start = this.advance(length);
    return this.bytes.subarray(start, start + length);
  }

  takeSized(): Uint8Array {
    return this.take(this.view.getUint16(this.advance(2)));
  }
}

/** By type code. */
const valueReaders: ((reader: HeaderReader) => EventStreamHeaderValue)[] = [
  () => ({ type: 'boolean', value: true }),
  () => ({ type: 'boolean', value: false }),
  (reader) => ({ type: 'byte', value: reader.view.getInt8(reader.advance(1)) }),
  (reader) => ({ type: 'short', value: reader.view.getInt16(reader.advance(2)) }),
  (reader) => ({ type: 'integer', value: reader.view.getInt32(reader.advance(4)) }),
  (reader) => ({ type: 'long', value: reader.view.getBigInt64(reader.advance(8)) }),
  (reader) => ({ type: 'binary', value: reader.takeSized() }),
  (reader) => ({ type: 'string', value: decodeText(reader.takeSized()) }),
  (reader) => ({ type: 'timestamp', value: new Date(Number(reader.view.getBigInt64(reader.advance(8)))) }),
  (reader) => ({ type: 'uuid', value: formatUuid(reader.take(16)) }),
];

function decodeText(bytes: Uint8Array): string {
  textDecoder ??= new TextDecoder();
  return textDecoder.decode(bytes);
}

function formatUuid(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
