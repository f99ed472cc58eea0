import { expect, it } from 'vitest';

import { describeExpiry } from './describe-expiry.ts';

const now = Date.UTC(2026, 10, 27);
const minute = 60_000;

it.each([
  [0, 'expired', 'expired'],
  [-1, 'expired', 'expired'],
  [0.5, 'expires in 1 min', 'soon'],
  [59.9, 'expires in 59 min', 'soon'],
  [60, 'expires in 1 h', 'soon'],
  [47.9 * 60, 'expires in 47 h', 'soon'],
  [48 * 60, 'expires in 2 d', 'soon'],
  [7 * 24 * 60, 'expires in 7 d', 'later'],
])('with %s minutes left says %j', (minutes, text, state) => {
  expect(describeExpiry((now + minutes * minute) * 1000, now)).toEqual({ text, state });
});
