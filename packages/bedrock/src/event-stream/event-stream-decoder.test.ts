import { EventStreamCodec } from '@smithy/eventstream-codec';
import { fromUtf8, toUtf8 } from '@smithy/util-utf8';
import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../test/random.ts';
import { crc32 } from './crc32.ts';
import { encodeEventStreamMessage } from './encode-event-stream-message.ts';
import type { EventStreamHeaders, EventStreamHeaderValue } from './event-stream-header.ts';
import {
  createEventStreamDecoder,
  findStringHeader,
  type EventStreamMessage,
} from './event-stream-decoder.ts';

const smithy = new EventStreamCodec(toUtf8, fromUtf8);

const valueMakers: ((random: Random) => EventStreamHeaderValue)[] = [
  (random) => ({ type: 'boolean', value: random.integer(2) === 1 }),
  (random) => ({ type: 'byte', value: random.integer(256) - 128 }),
  (random) => ({ type: 'short', value: random.integer(65_536) - 32_768 }),
  (random) => ({ type: 'integer', value: random.integer(2 ** 32) - 2 ** 31 }),
  (random) => ({ type: 'long', value: BigInt(random.integer(2 ** 48)) * (random.integer(2) ? 1n : -1n) }),
  (random) => ({ type: 'binary', value: random.bytes(random.integer(40)) }),
  (random) => ({ type: 'string', value: random.text(random.integer(40)) }),
  (random) => ({ type: 'timestamp', value: new Date(random.integer(4_000_000_000_000)) }),
  (random) => ({
    type: 'uuid',
    value: Buffer.from(random.bytes(16))
      .toString('hex')
      .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
  }),
];

function makeMessage(random: Random): EventStreamMessage {
  const headers: EventStreamHeaders = {};
  for (let left = random.integer(6); left > 0; left -= 1) {
    headers[`h${random.text(1 + random.integer(8))}`] = random.pick(valueMakers)(random);
  }
  return { headers, body: random.bytes(random.integer(random.pick([1, 200, 5000]))) };
}

/** Smithy wraps 64-bit numbers in a class of its own; both sides are compared as numbers. */
function plain(message: { headers: object; body: Uint8Array }) {
  const headers = Object.entries(message.headers).map(([name, header]: [string, EventStreamHeaderValue]) => {
    if (header.type === 'binary') return [name, Buffer.from(header.value).toString('hex')];
    if (header.type === 'long') return [name, Number(header.value)];
    return [name, header.type, header.value];
  });
  return { headers, body: Buffer.from(message.body).toString('hex') };
}

function decodeAll(bytes: Uint8Array): EventStreamMessage[] {
  const decoder = createEventStreamDecoder();
  const messages = decoder.push(bytes);
  decoder.end();
  return messages;
}

describe('event stream', () => {
  it('is read by Smithy as we wrote it, in 10,000 random messages', () => {
    const random = createRandom(1);
    for (let round = 0; round < 10_000; round += 1) {
      const message = makeMessage(random);
      expect(plain(smithy.decode(encodeEventStreamMessage(message)))).toEqual(plain(message));
    }
  });

  it('is read by us as Smithy wrote it, in 10,000 random messages cut at random points', () => {
    const random = createRandom(2);
    for (let round = 0; round < 1000; round += 1) {
      const messages = Array.from({ length: 10 }, () => makeMessage(random)).map((message) => ({
        ...message,
        headers: Object.fromEntries(
          Object.entries(message.headers).filter(([, header]) => header.type !== 'long'),
        ),
      }));
      const wire = Buffer.concat(
        messages.map((message) => smithy.encode(message as Parameters<typeof smithy.encode>[0])),
      );
      const decoder = createEventStreamDecoder();
      const decoded: EventStreamMessage[] = [];
      for (let at = 0; at < wire.length;) {
        const next = at + 1 + random.integer(random.pick([3, 100, 4000]));
        decoded.push(...decoder.push(wire.subarray(at, next)));
        at = next;
      }
      decoder.end();
      expect(decoded.map(plain)).toEqual(messages.map(plain));
    }
  });

  it('keeps every header type through encoding and decoding', () => {
    const random = createRandom(3);
    for (let round = 0; round < 1000; round += 1) {
      const message = makeMessage(random);
      expect(decodeAll(encodeEventStreamMessage(message)).map(plain)).toEqual([plain(message)]);
    }
  });

  it('gives the same messages wherever they are cut', () => {
    const random = createRandom(4);
    const messages = Array.from({ length: 12 }, () => makeMessage(random));
    const repeated = messages.flatMap((message) => [message, { ...message, body: random.bytes(3) }]);
    const wire = Buffer.concat(repeated.map(encodeEventStreamMessage));
    const expected = repeated.map(plain);
    for (let at = 0; at <= wire.length; at += 1) {
      const decoder = createEventStreamDecoder();
      const decoded = [...decoder.push(wire.subarray(0, at)), ...decoder.push(wire.subarray(at))];
      decoder.end();
      // Comparing takes longer than decoding: the bytes are compared at each cut, the headers at some.
      expect(decoded.map(({ body }) => Buffer.from(body).toString('hex'))).toEqual(
        expected.map(({ body }) => body),
      );
      if (at % 97 === 0) expect(decoded.map(plain)).toEqual(expected);
    }
    const decoder = createEventStreamDecoder();
    const decoded = Array.from(wire, (byte) => decoder.push(Uint8Array.of(byte))).flat();
    expect(decoded.map(plain)).toEqual(expected);
  });

  it('does not take headers that differ in their last byte for the same', () => {
    const wire = ['a', 'b', 'a', 'a', 'b'].map((value) =>
      encodeEventStreamMessage({ headers: { h: value }, body: new Uint8Array() }),
    );
    const values = decodeAll(Buffer.concat(wire)).map((message) => findStringHeader(message, 'h'));
    expect(values).toEqual(['a', 'b', 'a', 'a', 'b']);
  });

  it('takes plain strings as headers and gives them back by name', () => {
    const [message] = decodeAll(
      encodeEventStreamMessage({ headers: { ':event-type': 'chunk' }, body: Uint8Array.of(1) }),
    );
    expect(message && findStringHeader(message, ':event-type')).toBe('chunk');
    expect(message && findStringHeader(message, ':message-type')).toBeUndefined();
  });

  it('refuses a message with any one bit changed, and says so again afterwards', () => {
    const wire = encodeEventStreamMessage({
      headers: { ':event-type': 'chunk' },
      body: Buffer.from('{"bytes":"eyJ0ZXh0IjoiaGkifQ=="}'),
    });
    for (let bit = 0; bit < wire.length * 8; bit += 1) {
      const changed = Uint8Array.from(wire);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const decoder = createEventStreamDecoder();
      expect(() => decoder.push(changed)).toThrow(/malformed event stream/);
      expect(() => decoder.push(wire)).toThrow(/malformed event stream/);
    }
  });

  it('says how far into a message the stream ended', () => {
    const wire = encodeEventStreamMessage({ headers: {}, body: new Uint8Array(100) });
    for (let length = 1; length < wire.length; length += 1) {
      const decoder = createEventStreamDecoder();
      expect(decoder.push(wire.subarray(0, length))).toEqual([]);
      expect(() => decoder.end()).toThrow(`ended ${length} bytes into a message`);
    }
  });

  it('refuses an answer that is no event stream at all', () => {
    const decoder = createEventStreamDecoder();
    expect(() => decoder.push(Buffer.from('<html><body>502 Bad Gateway</body></html>'))).toThrow(
      /malformed event stream: the checksum of a prelude is wrong/,
    );
  });

  it('refuses headers and lengths that cannot be, even with right checksums', () => {
    expect(() => decodeAll(sealMessage({ headers: Uint8Array.of(1, 97, 99), claimedHeaders: 3 }))).toThrow(
      /unknown header type 99/,
    );
    expect(() => decodeAll(sealMessage({ headers: Uint8Array.of(9, 97), claimedHeaders: 2 }))).toThrow(
      /a header runs past the header block/,
    );
    expect(() => decodeAll(sealMessage({ headers: Uint8Array.of(), claimedHeaders: 1 }))).toThrow(
      /headers are longer than their message/,
    );
    expect(() => decodeAll(sealMessage({ headers: Uint8Array.of(), claimedLength: 15 }))).toThrow(
      /a message claims 15 bytes/,
    );
    expect(() => decodeAll(sealMessage({ headers: Uint8Array.of(), claimedLength: 0xff_ff_ff_ff }))).toThrow(
      /a message claims 4294967295 bytes/,
    );
  });

  it('refuses to encode headers that the format cannot hold', () => {
    const body = new Uint8Array();
    expect(() => encodeEventStreamMessage({ headers: { ['n'.repeat(256)]: 'x' }, body })).toThrow(
      /256 bytes/,
    );
    expect(() => encodeEventStreamMessage({ headers: { n: 'x'.repeat(32_768) }, body })).toThrow(/32,767/);
    expect(() => encodeEventStreamMessage({ headers: { n: { type: 'uuid', value: 'no' } }, body })).toThrow(
      /not a UUID: "no"/,
    );
  });
});

describe('crc32', () => {
  it('gives the check value of the standard, of all bytes and of some', () => {
    const bytes = Buffer.from('123456789');
    expect(crc32(bytes)).toBe(0xcb_f4_39_26);
    expect(crc32(Buffer.concat([bytes, bytes, bytes]), 9, 18)).toBe(0xcb_f4_39_26);
  });
});

function sealMessage(options: {
  headers: Uint8Array;
  claimedHeaders?: number;
  claimedLength?: number;
}): Uint8Array {
  const wire = Buffer.alloc(16 + options.headers.length);
  wire.writeUInt32BE(options.claimedLength ?? wire.length, 0);
  wire.writeUInt32BE(options.claimedHeaders ?? 0, 4);
  wire.writeUInt32BE(crc32(wire, 0, 8), 8);
  wire.set(options.headers, 12);
  wire.writeUInt32BE(crc32(wire, 0, wire.length - 4), wire.length - 4);
  return wire;
}
