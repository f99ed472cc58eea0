import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SpanSpool } from './span-spool.ts';

let directory: string;

beforeEach(() => {
  directory = path.join(mkdtempSync(path.join(os.tmpdir(), 'outcrop-spool-')), 'made', 'when-needed');
});

afterEach(() => {
  vi.restoreAllMocks();
  rmSync(path.resolve(directory, '../..'), { recursive: true, force: true });
});

function createSpool(
  options: { maxBytes?: number; overflow?: 'drop-oldest' | 'drop-newest' } = {},
): SpanSpool {
  return new SpanSpool({ directory, maxBytes: 1_000_000, overflow: 'drop-oldest', ...options });
}

/** Writes batches a millisecond apart, so that their order is known. */
function writeBatches(spool: SpanSpool, batches: readonly (readonly string[])[]): number[] {
  const startedAt = Date.now();
  return batches.map((lines, index) => {
    vi.spyOn(Date, 'now').mockReturnValue(startedAt + index);
    return spool.write(lines);
  });
}

describe('SpanSpool', () => {
  test('gives back what was written, oldest first, once', () => {
    const spool = createSpool();
    writeBatches(spool, [['a', 'b'], ['c']]);
    const first = spool.claimOldest();
    const second = spool.claimOldest();
    expect([first?.lines, second?.lines, spool.claimOldest()]).toEqual([['a', 'b'], ['c'], undefined]);
    if (first) spool.remove(first);
    if (second) spool.remove(second);
    expect(readdirSync(directory)).toEqual([]);
  });

  test('files and directory are for their owner only', () => {
    createSpool().write(['a']);
    const [name = ''] = readdirSync(directory);
    expect(statSync(path.join(directory, name)).mode & 0o777).toBe(0o600);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
  });

  test('a file is sent by one process, and by another when it is given back', () => {
    const mine = createSpool();
    const theirs = createSpool();
    mine.write(['a']);
    expect(mine.claimOldest()?.lines).toEqual(['a']);
    expect(theirs.claimOldest()).toBeUndefined();
    mine.releaseClaims();
    expect(theirs.claimOldest()?.lines).toEqual(['a']);
  });

  test('what a process that died had claimed is taken over after ten minutes', () => {
    createSpool().write(['a']);
    createSpool().claimOldest();
    const later = Date.now() + 10 * 60_000;
    vi.spyOn(Date, 'now').mockReturnValue(later);
    expect(createSpool().claimOldest()?.lines).toEqual(['a']);
  });

  test('what a process that died had half written is removed after ten minutes', () => {
    const spool = createSpool();
    spool.write(['a']);
    const half = `${String(Date.now() - 11 * 60_000).padStart(15, '0')}-1-0123456789abcdef.jsonl.tmp`;
    writeFileSync(path.join(directory, half), 'half');
    expect(spool.claimOldest()?.lines).toEqual(['a']);
    expect(readdirSync(directory)).not.toContain(half);
  });

  test('drops the oldest files when it is full, and says how many spans', () => {
    const spool = createSpool({ maxBytes: 250 });
    expect(
      writeBatches(spool, [
        ['a'.repeat(100)],
        ['b'.repeat(50), 'b'.repeat(49)],
        ['c'.repeat(100)],
        ['d'.repeat(200)],
      ]),
    ).toEqual([0, 0, 1, 3]);
    expect(spool.claimOldest()?.lines).toEqual(['d'.repeat(200)]);
  });

  test('or what comes last', () => {
    const spool = createSpool({ maxBytes: 250, overflow: 'drop-newest' });
    expect(writeBatches(spool, [['a'.repeat(200)], ['b'.repeat(99), 'b']])).toEqual([0, 2]);
    expect(spool.claimOldest()?.lines).toEqual(['a'.repeat(200)]);
  });

  test('a batch larger than the whole budget is dropped, the others stay', () => {
    const spool = createSpool({ maxBytes: 100 });
    expect(writeBatches(spool, [['a'], ['b'.repeat(200)]])).toEqual([0, 1]);
    expect(spool.claimOldest()?.lines).toEqual(['a']);
  });

  test('leaves alone what is not its own', () => {
    const spool = createSpool();
    spool.write(['a']);
    writeFileSync(path.join(directory, 'notes.jsonl'), 'mine');
    expect([spool.claimOldest()?.lines, spool.claimOldest()]).toEqual([['a'], undefined]);
    expect(readdirSync(directory)).toContain('notes.jsonl');
  });
});
