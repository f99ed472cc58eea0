import { expect, it } from 'vitest';

import { parseReturnAddress } from './return-address.ts';

const nowMs = 1_700_000_000_000;
const store = (address: unknown, at: unknown = nowMs - 1000): string => JSON.stringify({ address, at });

it('goes back to an address of this page', () => {
  expect(parseReturnAddress(store('/projects/a/traces/b?span=c'), nowMs)).toBe('/projects/a/traces/b?span=c');
});

it.each([
  ['another site', store('//evil.example/a')],
  ['another site, as browsers read it', store('/\\evil.example/a')],
  ['a whole address', store('https://evil.example')],
  ['an address of yesterday', store('/projects', nowMs - 24 * 60 * 60_000)],
  ['no time', store('/projects', null)],
  ['no address', store(7)],
  ['no JSON', '/projects'],
  ['null', 'null'],
])('goes nowhere by %s', (_, stored) => {
  expect(parseReturnAddress(stored, nowMs)).toBeUndefined();
});
