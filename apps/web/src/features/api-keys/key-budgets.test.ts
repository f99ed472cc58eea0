import { expect, it } from 'vitest';

import { describePace, listKeyBudgets } from './key-budgets.ts';

const usage = { usd_today: 1.2, usd_this_month: 30, tokens_today: 5, tokens_this_month: 1_200_000 };

it('lists the budgets that there are, with what is used', () => {
  expect(listKeyBudgets({ usd_per_day: 5, tokens_per_month: 2_000_000, usd_per_month: null }, usage)).toEqual(
    [
      { name: 'today', used: 1.2, limit: 5, text: '$1.20 of $5.00' },
      { name: 'this month', used: 1_200_000, limit: 2_000_000, text: '1.2M of 2M tokens' },
    ],
  );
  expect(listKeyBudgets({}, usage)).toEqual([]);
});

it('says how fast a key may go', () => {
  expect(describePace({ requests_per_minute: 120, concurrent_requests: 4, tokens_per_minute: null })).toBe(
    '120 requests/min, 4 at once',
  );
  expect(describePace({})).toBe('');
});
