import { describe, expect, test } from 'vitest';
import type { SpanRecord } from '../tracer/span-record.ts';
import { SpanQueue, type Weighted } from './span-queue.ts';

function record(spanId: string, byteLength: number): SpanRecord {
  return { spanId, byteLength } as SpanRecord;
}

function idsOf(records: readonly SpanRecord[]): string[] {
  return records.map(({ spanId }) => spanId);
}

describe('SpanQueue', () => {
  test('gives spans back in order, by bytes, at least one', () => {
    const queue = new SpanQueue<SpanRecord>({ maxBytes: 1000, overflow: 'drop-oldest' });
    for (const id of ['a', 'b', 'c']) queue.push(record(id, 100));
    expect(idsOf(queue.take(150))).toEqual(['a', 'b']);
    expect(idsOf(queue.take(1))).toEqual(['c']);
    expect(queue.take(100)).toEqual([]);
    expect(queue.byteLength).toBe(0);
  });

  test('drops the oldest when the budget is spent, and says how many', () => {
    const queue = new SpanQueue<SpanRecord>({ maxBytes: 250, overflow: 'drop-oldest' });
    expect(queue.push(record('a', 100))).toBe(0);
    expect(queue.push(record('b', 100))).toBe(0);
    expect(queue.push(record('c', 100))).toBe(1);
    expect(queue.push(record('huge', 10_000))).toBe(2);
    expect(idsOf(queue.take(Infinity))).toEqual(['huge']);
  });

  test('takes spans back in front', () => {
    const queue = new SpanQueue<SpanRecord>({ maxBytes: 1000, overflow: 'drop-oldest' });
    for (const id of ['a', 'b', 'c']) queue.push(record(id, 100));
    const taken = queue.take(200);
    queue.push(record('d', 100));
    queue.unshift(taken);
    expect(queue.byteLength).toBe(400);
    expect(idsOf(queue.take(Infinity))).toEqual(['a', 'b', 'c', 'd']);
  });

  test('stays right over thousands of spans', () => {
    const queue = new SpanQueue<SpanRecord>({ maxBytes: 5000, overflow: 'drop-oldest' });
    let dropped = 0;
    for (let index = 0; index < 20_000; index += 1) dropped += queue.push(record(String(index), 1));
    expect(dropped).toBe(15_000);
    expect(queue.length).toBe(5000);
    expect(idsOf(queue.take(2))).toEqual(['15000', '15001']);
  });

  test('makes compact what was pushed since the last time, whatever was taken or dropped meanwhile', () => {
    const queue = new SpanQueue<Weighted & { name: string; isCompact?: boolean }>({
      maxBytes: 100,
      overflow: 'drop-oldest',
    });
    const released: string[] = [];
    const push = (name: string): number =>
      queue.push({ name, byteLength: 20, release: () => void released.push(name) });
    const compacted: string[] = [];
    const compact = ({ name }: { name: string }): Weighted & { name: string; isCompact: boolean } => {
      compacted.push(name);
      return { name, byteLength: 10, isCompact: true };
    };
    for (const name of 'abcdef') push(name);
    expect(released).toEqual(['a']);
    expect(queue.compact(compact, 15)).toBe(true);
    const taken = queue.take(30);
    expect(taken.map(({ name, isCompact }) => [name, isCompact])).toEqual([
      ['b', true],
      ['c', true],
      ['d', undefined],
    ]);
    push('g');
    queue.unshift(taken);
    expect(queue.compact(compact, 1000)).toBe(false);
    expect(compacted.join('')).toBe('bcefg');
    expect(queue.byteLength).toBe(70);
    expect(
      queue
        .take(Infinity)
        .map(({ name }) => name)
        .join(''),
    ).toBe('bcdefg');
    expect(queue.byteLength).toBe(0);
  });
});
