import type { ApiKeyLimits, ApiKeyUsage } from '@outcrop/protocol';

import { formatCost, formatTokens } from '../../lib/format-number.ts';

/** One limit of a key with what was used of it. */
export interface KeyBudget {
  name: string;
  used: number;
  limit: number;
  /** "$1.20 of $5.00". */
  text: string;
}

/** The budgets that a key has, those of a day before those of a month. */
export function listKeyBudgets(limits: ApiKeyLimits, usage: ApiKeyUsage): KeyBudget[] {
  const all = [
    { name: 'today', used: usage.usd_today, limit: limits.usd_per_day, format: formatCost },
    { name: 'today', used: usage.tokens_today, limit: limits.tokens_per_day, format: formatTokens },
    { name: 'this month', used: usage.usd_this_month, limit: limits.usd_per_month, format: formatCost },
    {
      name: 'this month',
      used: usage.tokens_this_month,
      limit: limits.tokens_per_month,
      format: formatTokens,
    },
  ];
  return all.flatMap(({ name, used, limit, format }) =>
    typeof limit === 'number'
      ? [
          {
            name,
            used,
            limit,
            text: `${format(used)} of ${format(limit)}${format === formatTokens ? ' tokens' : ''}`,
          },
        ]
      : [],
  );
}

/** The limits of pace, in words: "120 requests/min, 4 at once". */
export function describePace(limits: ApiKeyLimits): string {
  const {
    requests_per_minute: requests,
    tokens_per_minute: tokens,
    concurrent_requests: concurrent,
  } = limits;
  return [
    typeof requests === 'number' && `${formatTokens(requests)} requests/min`,
    typeof tokens === 'number' && `${formatTokens(tokens)} tokens/min`,
    typeof concurrent === 'number' && `${formatTokens(concurrent)} at once`,
  ]
    .filter(Boolean)
    .join(', ');
}
