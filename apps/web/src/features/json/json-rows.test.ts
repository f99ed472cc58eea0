import { describe, expect, it } from 'vitest';

import { listJsonRows, listOpeningPaths, splitTextLines } from './json-rows.ts';

describe('listJsonRows', () => {
  const document = { a: [1, { 'b/c': null }], long: 'x'.repeat(300) };

  it('lists only what is open', () => {
    expect(listJsonRows(document, new Set())).toMatchObject([{ kind: 'branch', size: 2, isOpen: false }]);
    const rows = listJsonRows(document, new Set(['', '/a']));
    expect(rows.map(({ path, depth, kind }) => [path, depth, kind])).toEqual([
      ['', 0, 'branch'],
      ['/a', 1, 'branch'],
      ['/a/0', 2, 'leaf'],
      ['/a/1', 2, 'branch'],
      ['/long', 1, 'leaf'],
    ]);
  });

  it('tells names with a slash apart from paths', () => {
    const rows = listJsonRows({ 'a/b': 1, a: { b: 2 } }, new Set(['', '/a']));
    expect(new Set(rows.map((row) => row.path)).size).toBe(rows.length);
  });

  it('opens a long text into lines that make the whole text', () => {
    const rows = listJsonRows(document, new Set(['', '/long']));
    const lines = rows.flatMap((row) => (row.kind === 'text' ? [row.line] : []));
    expect(lines.join('')).toBe(document.long);
    expect(lines.length).toBeGreaterThan(1);
  });

  it('survives very deep documents', () => {
    const open = new Set(['']);
    let deep: unknown = 1;
    let path = '';
    for (let level = 0; level < 5000; level += 1) {
      deep = [deep];
      path += '/0';
      open.add(path);
    }
    expect(listJsonRows(deep as never, open)).toHaveLength(5001);
  });
});

describe('listOpeningPaths', () => {
  it('opens the outer levels while they are short', () => {
    const paths = listOpeningPaths({ small: { a: 1 }, large: Array.from({ length: 1000 }, () => 0) }, 50);
    expect([...paths]).toEqual(['', '/small']);
  });

  it('leaves a document of a million items closed', () => {
    expect(
      listOpeningPaths(
        Array.from({ length: 1_000_000 }, () => 0),
        50,
      ).size,
    ).toBe(0);
  });
});

it('keeps empty lines of a text', () => {
  expect(splitTextLines('a\n\nb')).toEqual(['a', '', 'b']);
});
