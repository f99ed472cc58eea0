import { expect, it } from 'vitest';

import { tokenizeJson } from './tokenize-json.ts';

it('tells names, strings, numbers and words apart and loses nothing', () => {
  const json = '{ "a\\"b": "c: 1", "n": -1.5e3, "t": [true, null] }';
  const tokens = tokenizeJson(json);
  expect(tokens.map((token) => token.text).join('')).toBe(json);
  expect(tokens.filter((token) => token.kind !== 'plain')).toEqual([
    { kind: 'name', text: '"a\\"b"' },
    { kind: 'string', text: '"c: 1"' },
    { kind: 'name', text: '"n"' },
    { kind: 'number', text: '-1.5e3' },
    { kind: 'name', text: '"t"' },
    { kind: 'word', text: 'true' },
    { kind: 'word', text: 'null' },
  ]);
});
