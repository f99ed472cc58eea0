import { expect, test } from 'vitest';
import { EncodedSpan, SpanMemory } from './encoded-span.ts';

function textOf(length: number, letter: string): Uint8Array {
  return Buffer.from(letter.repeat(length));
}

test('a span keeps its text while those around it come and go', () => {
  const memory = new SpanMemory();
  const spans = Array.from({ length: 200 }, (_, index) =>
    memory.keep(textOf(10_000 + index, String.fromCharCode(97 + (index % 26)))),
  );
  const kept = spans.filter((_, index) => index % 7 === 0);
  for (const [index, span] of spans.entries()) if (index % 7 !== 0) span.release();
  for (let round = 0; round < 500; round += 1) memory.keep(textOf(9000, '#')).release();
  expect(kept.map(({ bytes }) => bytes.toString())).toEqual(
    kept.map((_, index) => String.fromCharCode(97 + ((index * 7) % 26)).repeat(10_000 + index * 7)),
  );
});

test('memory is used again once all spans in it are released, each of them once', () => {
  const memory = new SpanMemory();
  const first = Array.from({ length: 30 }, () => memory.keep(textOf(10_000, 'a')));
  const used = new Set(first.map(({ bytes }) => bytes.buffer));
  for (const span of first) {
    span.release();
    span.release();
  }
  const second = Array.from({ length: 30 }, () => memory.keep(textOf(10_000, 'b')));
  expect(new Set(second.map(({ bytes }) => bytes.buffer))).toEqual(used);
});

test('a span that is larger than the shared memory has memory of its own', () => {
  const memory = new SpanMemory();
  const small = memory.keep(textOf(10, 's'));
  const large = memory.keep(textOf(1_000_000, 'l'));
  const next = memory.keep(textOf(10, 'n'));
  expect(large.byteLength).toBeGreaterThanOrEqual(1_000_000);
  expect(next.bytes.buffer).toBe(small.bytes.buffer);
  large.release();
  expect(small.bytes.toString() + next.bytes.toString()).toBe('ssssssssssnnnnnnnnnn');
});

test('a released span says so rather than give what is in its memory now', () => {
  const span = EncodedSpan.fromText('{}');
  expect(span.bytes.toString()).toBe('{}');
  span.release();
  expect(() => span.bytes).toThrow('released');
});
