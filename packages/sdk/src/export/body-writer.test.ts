import { expect, test } from 'vitest';
import { BodyWriter } from './body-writer.ts';
import { embeddedJsonString, jsonString } from './escape-table.ts';
import { writeJson } from './write-json.ts';

test('gathers text of any script and size, body after body', () => {
  const writer = new BodyWriter();
  for (const texts of [
    ['a', 'é', '地層', '🪨', ''],
    ['x'.repeat(3_000_000), 'y'],
    ['short again', '\ud83e'],
  ]) {
    writer.start();
    for (const text of texts) writer.append(text);
    expect(writer.finish().equals(Buffer.from(texts.join('')))).toBe(true);
  }
});

test('takes back what was written since a length', () => {
  const writer = new BodyWriter();
  writer.start();
  writer.append('kept');
  const { length } = writer;
  writer.append('y'.repeat(500_000));
  writer.rewind(length);
  writer.append('!');
  expect(writer.finish().toString()).toBe('kept!');
});

const pieces = [
  'a',
  'word ',
  '"',
  '\\',
  '\n',
  '\u0000',
  '\u001f',
  '\u007f',
  'é',
  '地',
  '🪨',
  '\ud83e',
  '\udea8',
  '\u2028',
];

function createTexts(): string[] {
  let state = 7;
  const draw = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  const texts = Array.from({ length: 2000 }, () =>
    Array.from({ length: draw(60) }, () => {
      // Long plain runs and clusters of specials, with an end at every distance from a word's border.
      return draw(3) === 0
        ? 'plain text, '.slice(draw(12)).repeat(draw(20))
        : (pieces[draw(pieces.length)] ?? '');
    }).join(''),
  );
  return [
    ...texts,
    ...Array.from({ length: 128 }, (_, code) => `${'-'.repeat(45)}${String.fromCharCode(code)}`),
  ];
}

function write(value: Parameters<typeof writeJson>[1], table: typeof jsonString): string {
  const writer = new BodyWriter();
  writer.start();
  writeJson(writer, value, table);
  return writer.finish().toString();
}

test('escapes every text as JSON.stringify does, once and twice', () => {
  for (const text of createTexts()) {
    const once = JSON.stringify(text);
    // A half of a surrogate pair may stand in its place only as an escape.
    expect(write(text, jsonString)).toBe(once);
    expect(`"${write(text, embeddedJsonString)}"`).toBe(JSON.stringify(once));
  }
});

test('writes values as JSON.stringify does', () => {
  const values = [
    null,
    true,
    -0.5,
    1e300,
    [],
    {},
    [1, [2, ['three']], null],
    { a: { 'key "quoted"': [{}] }, b: undefined, c: Number.NaN, d: Number.POSITIVE_INFINITY, '': '' },
    JSON.parse('{"__proto__": {"x": 1}, "nested": [[[]]]}') as object,
  ];
  for (const value of values) {
    expect(write(value, jsonString)).toBe(JSON.stringify(value));
    expect(`"${write(value, embeddedJsonString)}"`).toBe(JSON.stringify(JSON.stringify(value)));
  }
});
