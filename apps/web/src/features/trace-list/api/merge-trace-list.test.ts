import { describe, expect, it } from 'vitest';

import { buildTraceSummary } from '../../../../test/support/build-span.ts';
import { hasChangedBeyond, listNewIds, mergeFirstPage, type TracePages } from './merge-trace-list.ts';

function traceAt(id: string, seconds: number, name = id) {
  return buildTraceSummary({ trace_id: id, name, start_time: seconds * 1_000_000 });
}

const loaded: TracePages = {
  pages: [
    { traces: [traceAt('d', 4), traceAt('c', 3)], next_cursor: 'after-c' },
    { traces: [traceAt('b', 2), traceAt('a', 1)], next_cursor: null },
  ],
  pageParams: [null, 'after-c'],
};

function namesOf(pages: TracePages): string[][] {
  return pages.pages.map((page) => page.traces.map((trace) => trace.name));
}

describe('mergeFirstPage', () => {
  it('puts new traces first and renews known ones where they stand, on whichever page', () => {
    const fresh = {
      traces: [traceAt('e', 5), traceAt('d', 4, 'd renewed'), traceAt('b', 2, 'b renewed')],
      next_cursor: 'x',
    };
    const merged = mergeFirstPage(loaded, fresh);
    expect(namesOf(merged)).toEqual([
      ['e', 'd renewed', 'c'],
      ['b renewed', 'a'],
    ]);
    expect(merged.pages[0]?.next_cursor).toBe('after-c');
    expect(namesOf(loaded)).toEqual([
      ['d', 'c'],
      ['b', 'a'],
    ]);
  });

  it('gives a late trace its place by time', () => {
    const merged = mergeFirstPage(loaded, { traces: [traceAt('late', 3.5)], next_cursor: null });
    expect(namesOf(merged)[0]).toEqual(['d', 'late', 'c']);
  });
});

describe('what a change needs', () => {
  const fresh = { traces: [traceAt('e', 5), traceAt('d', 4)], next_cursor: null };

  it('knows the traces that are new', () => {
    expect([...listNewIds(loaded, fresh)]).toEqual(['e']);
  });

  it('asks anew only for a loaded trace that the first page does not hold', () => {
    expect(hasChangedBeyond(loaded, fresh, new Set(['a']))).toBe(true);
    expect(hasChangedBeyond(loaded, fresh, new Set(['d', 'e']))).toBe(false);
    expect(hasChangedBeyond(loaded, fresh, new Set(['never-loaded']))).toBe(false);
  });
});
