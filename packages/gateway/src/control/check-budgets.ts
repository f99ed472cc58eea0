import type { ApiKeyLimits, ApiKeyUsage } from '@outcrop/protocol';
import { budgetReached } from './limit-errors.ts';

interface Budget {
  limit: keyof ApiKeyLimits;
  used: keyof ApiKeyUsage;
  what: string;
  period: 'day' | 'month';
}

const budgets: readonly Budget[] = [
  { limit: 'usd_per_month', used: 'usd_this_month', what: 'US dollars a month', period: 'month' },
  { limit: 'tokens_per_month', used: 'tokens_this_month', what: 'tokens a month', period: 'month' },
  { limit: 'usd_per_day', used: 'usd_today', what: 'US dollars a day', period: 'day' },
  { limit: 'tokens_per_day', used: 'tokens_today', what: 'tokens a day', period: 'day' },
];

export interface BudgetQuestion {
  keyName: string;
  limits: ApiKeyLimits;
  usage: Readonly<ApiKeyUsage>;
  /** Milliseconds since the Unix epoch. */
  now: number;
}

/** Throws 429 for a budget that is used up. What is under way when it is reached still ends, and counts. */
export function checkBudgets({ keyName, limits, usage, now }: BudgetQuestion): void {
  for (const { limit: name, used, what, period } of budgets) {
    const limit = limits[name];
    if (limit === null || limit === undefined || usage[used] < limit) continue;
    throw budgetReached({
      keyName,
      what,
      used: usage[used],
      limit,
      resetAt: findPeriodEnd(now, period),
      now,
    });
  }
}

function findPeriodEnd(now: number, period: Budget['period']): number {
  const date = new Date(now);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  return period === 'day' ? Date.UTC(year, month, day + 1) : Date.UTC(year, month + 1);
}
