import protobuf from 'protobufjs/minimal.js';
import { describe, expect, it } from 'vitest';
import { decodeOtlpProtobuf } from './decode-otlp-protobuf.ts';

type Write = (writer: protobuf.Writer) => void;

/** A field that holds a message. */
function message(field: number, ...parts: Write[]): Write {
  return (writer) => {
    writer.uint32((field << 3) | 2).fork();
    for (const part of parts) part(writer);
    writer.ldelim();
  };
}

const text =
  (field: number, value: string): Write =>
  (writer) =>
    writer.uint32((field << 3) | 2).string(value);

function encode(...parts: Write[]): Buffer {
  const writer = protobuf.Writer.create();
  for (const part of parts) part(writer);
  return Buffer.from(writer.finish());
}

const encodeSpan = (...parts: Write[]): Buffer => encode(message(1, message(2, message(2, ...parts))));
const attribute = (...value: Write[]): Write => message(9, text(1, 'key'), message(2, ...value));

function decodeValue(...value: Write[]): unknown {
  return decodeOtlpProtobuf(encodeSpan(attribute(...value)))[0]?.scopeSpans[0]?.spans[0]?.attributes.get(
    'key',
  );
}

describe('decodeOtlpProtobuf', () => {
  it('reads every kind of value', () => {
    expect(decodeValue(text(1, 'text'))).toBe('text');
    expect(decodeValue((writer) => writer.uint32(2 << 3).bool(true))).toBe(true);
    expect(decodeValue((writer) => writer.uint32(3 << 3).int64(-7))).toBe(-7);
    expect(decodeValue((writer) => writer.uint32((4 << 3) | 1).double(0.5))).toBe(0.5);
    expect(decodeValue((writer) => writer.uint32((4 << 3) | 1).double(Number.NaN))).toBe('NaN');
    expect(decodeValue(message(5, message(1, text(1, 'a')), message(1, text(1, 'b'))))).toEqual(['a', 'b']);
    expect(decodeValue(message(6, message(1, text(1, 'k'), message(2, text(1, 'v')))))).toEqual({ k: 'v' });
    expect(decodeValue((writer) => writer.uint32((7 << 3) | 2).bytes(Uint8Array.of(0, 1)))).toBe('AAE=');
    expect(decodeValue()).toBeNull();
  });

  it('reads integers beyond 2^53 without loss', () => {
    const largest = Buffer.from('ffffffffffffffff7f', 'hex');
    const keyed = [
      Buffer.from([0x4a, 17, 0x0a, 3]),
      Buffer.from('key'),
      Buffer.from([0x12, 10, 0x18]),
      largest,
    ];
    const body = Buffer.concat([Buffer.from([0x0a, 23, 0x12, 21, 0x12, 19]), ...keyed]);
    const span = decodeOtlpProtobuf(body)[0]?.scopeSpans[0]?.spans[0];
    expect(span?.attributes.get('key')).toBe('9223372036854775807');
  });

  it('skips fields it does not know', () => {
    const span = encodeSpan(
      text(5, 'named'),
      (writer) => writer.uint32((16 << 3) | 5).fixed32(256),
      message(13, text(4, 'a link')),
    );
    expect(decodeOtlpProtobuf(span)[0]?.scopeSpans[0]?.spans[0]?.name).toBe('named');
  });

  it('reads events', () => {
    const span = encodeSpan(
      message(
        11,
        (writer) => writer.uint32((1 << 3) | 1).fixed64(5_000),
        text(2, 'retry'),
        message(
          3,
          text(1, 'attempt'),
          message(2, (writer) => writer.uint32(3 << 3).int64(1)),
        ),
      ),
    );
    expect(decodeOtlpProtobuf(span)[0]?.scopeSpans[0]?.spans[0]?.events).toEqual([
      { name: 'retry', time: 5, attributes: new Map([['attempt', 1]]) },
    ]);
  });

  it('takes nothing from an empty request', () => {
    expect(decodeOtlpProtobuf(Buffer.alloc(0))).toEqual([]);
  });

  it('says at which byte a cut request ends', () => {
    const body = encodeSpan(text(5, 'a name that is cut'));
    expect(() => decodeOtlpProtobuf(body.subarray(0, 12))).toThrow(
      /byte 2 announces \d+ bytes, but 10 follow/,
    );
  });

  it('refuses what is not protobuf', () => {
    expect(() => decodeOtlpProtobuf(Buffer.from('{"resourceSpans":[]}'))).toThrow('byte');
    expect(() => decodeOtlpProtobuf(Buffer.from([0x08, 0x01]))).toThrow(
      'byte 0 has field 1 with wire type 0',
    );
  });

  it('refuses a field that runs over the end of its message', () => {
    // resourceSpans of 2 bytes, whose resource claims 40 of the bytes that follow.
    const body = Buffer.concat([Buffer.from([0x0a, 2, 0x0a, 40]), Buffer.alloc(40, 0x42)]);
    expect(() => decodeOtlpProtobuf(body)).toThrow('byte');
  });

  it('refuses values nested without end before they fill the stack', () => {
    let value = text(1, 'deep');
    for (let depth = 0; depth < 150; depth += 1) {
      const inner = value;
      value = message(5, message(1, inner));
    }
    expect(() => decodeValue(value)).toThrow('nested deeper than 100 levels');
  });
});
