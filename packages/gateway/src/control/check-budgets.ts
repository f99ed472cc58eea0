import type { ApiKeyLimits, ApiKeyUsage } from '@outcrop/protocol';
import type { Reservation } from './budget-reservations.ts';
import { budgetReached, budgetReserved } from './limit-errors.ts';

interface Budget {
  limit: keyof ApiKeyLimits;
  used: keyof ApiKeyUsage;
  reserved: keyof Reservation;
  what: string;
  period: 'day' | 'month';
}

const budgets: readonly Budget[] = [
  {
    limit: 'usd_per_month',
    used: 'usd_this_month',
    reserved: 'usd',
    what: 'US dollars a month',
    period: 'month',
  },
  {
    limit: 'tokens_per_month',
    used: 'tokens_this_month',
    reserved: 'tokens',
    what: 'tokens a month',
    period: 'month',
  },
  { limit: 'usd_per_day', used: 'usd_today', reserved: 'usd', what: 'US dollars a day', period: 'day' },
  { limit: 'tokens_per_day', used: 'tokens_today', reserved: 'tokens', what: 'tokens a day', period: 'day' },
];

export interface BudgetQuestion {
  keyName: string;
  limits: ApiKeyLimits;
  usage: Readonly<ApiKeyUsage>;
  /** What the calls under way may take. */
  reserved: Readonly<Reservation>;
  /** Milliseconds since the Unix epoch. */
  now: number;
}

export function hasBudget(limits: ApiKeyLimits): boolean {
  return budgets.some(({ limit }) => typeof limits[limit] === 'number');
}

/**
 * Throws 429 for a budget that is used up, or will be should the calls under way take all that they may. What is under way
 * still ends, and counts.
 */
export function checkBudgets({ keyName, limits, usage, reserved: allReserved, now }: BudgetQuestion): void {
  for (const { limit: name, used, reserved, what, period } of budgets) {
    const limit = limits[name];
    if (limit === null || limit === undefined || usage[used] + allReserved[reserved] < limit) continue;
    const reached = { keyName, what, used: usage[used], limit, now };
    if (usage[used] >= limit) throw budgetReached({ ...reached, resetAt: findPeriodEnd(now, period) });
    throw budgetReserved({ ...reached, reserved: allReserved[reserved] });
  }
}

function findPeriodEnd(now: number, period: Budget['period']): number {
  const date = new Date(now);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  return period === 'day' ? Date.UTC(year, month, day + 1) : Date.UTC(year, month + 1);
}
