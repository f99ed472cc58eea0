import { expect, it } from 'vitest';

import { findStartedFrom, type ListFilter, parseListFilter } from './trace-filter.ts';

it.each<[Record<string, unknown>, ListFilter]>([
  [{}, {}],
  [
    { q: 'agent', model: 'amazon.nova-lite-v1:0', errors: 'true', since: '1h' },
    { q: 'agent', model: 'amazon.nova-lite-v1:0', errors: 'true', since: '1h' },
  ],
  [{ q: '', model: '', errors: 'false', since: 'ever' }, {}],
  [{ q: 7, errors: true, since: 'constructor' }, {}],
  [{ q: 'x'.repeat(300) }, { q: 'x'.repeat(200) }],
])('reads %j from an address', (search, filter) => {
  expect(parseListFilter(search)).toEqual(filter);
});

it('knows when a time range began', () => {
  expect(findStartedFrom('15m', 1_700_000_000_000)).toBe((1_700_000_000_000 - 900_000) * 1000);
  expect(findStartedFrom(undefined, 1_700_000_000_000)).toBeUndefined();
});
