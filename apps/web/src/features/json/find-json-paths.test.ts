import type { JsonValue } from '@outcrop/protocol';
import { expect, it } from 'vitest';

import { findJsonPaths, listParentPaths } from './find-json-paths.ts';

const document: JsonValue = {
  model: 'Nova',
  messages: [{ text: 'hello nova' }, { text: 'bye', 'a/b': { novas: 1 } }],
  tokens: 12,
  done: true,
};

it('finds names and values in reading order, in either case', () => {
  expect(findJsonPaths(document, 'NOVA').paths).toEqual([
    '/model',
    '/messages/0/text',
    '/messages/1/a~1b/novas',
  ]);
  expect(findJsonPaths(document, '12').paths).toEqual(['/tokens']);
  expect(findJsonPaths(document, 'true').paths).toEqual(['/done']);
  expect(findJsonPaths(document, 'nothing').paths).toEqual([]);
  expect(findJsonPaths(document, '').paths).toEqual([]);
});

it('ends when there is more than anybody reads', () => {
  const { paths, isCut } = findJsonPaths(
    Array.from({ length: 200_000 }, () => 'x'),
    'x',
  );
  expect([paths.length, isCut]).toEqual([1000, true]);
});

it('knows what to open', () => {
  expect(listParentPaths('/messages/1/text')).toEqual(['', '/messages', '/messages/1']);
  expect(listParentPaths('')).toEqual([]);
});
