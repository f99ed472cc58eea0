import { BedrockError } from '../bedrock-error.ts';

/** A typed header of an event-stream message. `timestamp` is whole milliseconds; `uuid` is the usual 36 characters. */
export type EventStreamHeaderValue =
  | { type: 'boolean'; value: boolean }
  | { type: 'byte' | 'short' | 'integer'; value: number }
  | { type: 'long'; value: bigint }
  | { type: 'binary'; value: Uint8Array }
  | { type: 'string'; value: string }
  | { type: 'timestamp'; value: Date }
  | { type: 'uuid'; value: string };

export type EventStreamHeaders = Record<string, EventStreamHeaderValue>;

// https://docs.aws.amazon.com/transcribe/latest/dg/streaming-setting-up.html#streaming-event-stream
const typeCode = {
  true: 0,
  false: 1,
  byte: 2,
  short: 3,
  integer: 4,
  long: 5,
  binary: 6,
  string: 7,
  timestamp: 8,
  uuid: 9,
} as const;

/** A plain string stands for a header of type string. */
export function encodeHeaders(
  headers: Readonly<Record<string, EventStreamHeaderValue | string>>,
): Uint8Array {
  const encoder = new TextEncoder();
  const pieces: Uint8Array[] = [];
  for (const [name, header] of Object.entries(headers)) {
    const nameBytes = encoder.encode(name);
    if (nameBytes.length === 0 || nameBytes.length > 255) {
      throw new BedrockError(
        `[outcrop] event-stream header name "${name}" is ${nameBytes.length} bytes: use 1 to 255.`,
        { code: 'invalid_event_stream_header' },
      );
    }
    pieces.push(Uint8Array.of(nameBytes.length), nameBytes);
    pieces.push(encodeValue(typeof header === 'string' ? { type: 'string', value: header } : header, name));
  }
  return concatBytes(pieces);
}

/** Joins byte arrays into one. */
export function concatBytes(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}

function encodeValue(header: EventStreamHeaderValue, name: string): Uint8Array {
  switch (header.type) {
    case 'boolean':
      return Uint8Array.of(header.value ? typeCode.true : typeCode.false);
    case 'byte':
      return encodeNumber(typeCode.byte, 1, (view) => view.setInt8(1, header.value));
    case 'short':
      return encodeNumber(typeCode.short, 2, (view) => view.setInt16(1, header.value));
    case 'integer':
      return encodeNumber(typeCode.integer, 4, (view) => view.setInt32(1, header.value));
    case 'long':
      return encodeNumber(typeCode.long, 8, (view) => view.setBigInt64(1, header.value));
    case 'timestamp':
      return encodeNumber(typeCode.timestamp, 8, (view) =>
        view.setBigInt64(1, BigInt(header.value.getTime())),
      );
    case 'binary':
      return encodeSized(typeCode.binary, header.value, name);
    case 'string':
      return encodeSized(typeCode.string, new TextEncoder().encode(header.value), name);
    case 'uuid':
      return concatBytes([Uint8Array.of(typeCode.uuid), parseUuid(header.value, name)]);
    default:
      return header satisfies never;
  }
}

function encodeNumber(code: number, byteLength: number, write: (view: DataView) => void): Uint8Array {
  const view = new DataView(new ArrayBuffer(1 + byteLength));
  view.setUint8(0, code);
  write(view);
  return new Uint8Array(view.buffer);
}

function encodeSized(code: number, bytes: Uint8Array, name: string): Uint8Array {
  if (bytes.length > 0x7f_ff) {
    throw new BedrockError(
      `[outcrop] event-stream header "${name}" is ${bytes.length} bytes: a header holds at most 32,767.`,
      { code: 'invalid_event_stream_header' },
    );
  }
  return concatBytes([Uint8Array.of(code, bytes.length >> 8, bytes.length & 0xff), bytes]);
}

function parseUuid(text: string, name: string): Uint8Array {
  const hex = text.replaceAll('-', '');
  if (!/^[0-9a-f]{32}$/i.test(hex)) {
    throw new BedrockError(`[outcrop] event-stream header "${name}" is not a UUID: "${text}".`, {
      code: 'invalid_event_stream_header',
    });
  }
  return Uint8Array.from({ length: 16 }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16));
}
