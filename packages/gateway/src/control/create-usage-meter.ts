import type { ApiKeyUsage } from '@outcrop/protocol';

const dayMs = 86_400_000;
/** Costs are rounded to a millionth of a cent; so are their sums, for binary fractions not to add up. */
const usdParts = 1e8;

/** What a key used on one day. */
export interface DayUsage {
  keyId: string;
  /** Days of UTC since the Unix epoch. */
  day: number;
  usd: number;
  tokens: number;
}

export interface UsageMeterOptions {
  /** Milliseconds since the Unix epoch. */
  now: () => number;
  /** What was written before: all of it that falls into the current month. */
  past: readonly DayUsage[];
}

/** Counts what keys use, by days and months of UTC. */
export interface UsageMeter {
  add(keyId: string, spent: { usd: number; tokens: number }): void;
  find(keyId: string): Readonly<ApiKeyUsage>;
  /** What was added and not taken before: to be written, or to be put back when that failed. */
  takeUnwritten(): DayUsage[];
  putBack(usages: readonly DayUsage[]): void;
}

interface Counters extends ApiKeyUsage {
  day: number;
  month: number;
}

export function createUsageMeter({ now, past }: UsageMeterOptions): UsageMeter {
  const countersByKey = new Map<string, Counters>();
  const unwritten = new Map<string, DayUsage>();

  function getCounters(keyId: string): Counters {
    const time = now();
    const day = Math.floor(time / dayMs);
    let counters = countersByKey.get(keyId);
    if (!counters) {
      counters = { ...noUsage, day, month: findMonth(day) };
      countersByKey.set(keyId, counters);
    } else if (counters.day !== day) roll(counters, day);
    return counters;
  }

  function note({ keyId, day, usd, tokens }: DayUsage): void {
    const key = `${day} ${keyId}`;
    const noted = unwritten.get(key);
    if (!noted) unwritten.set(key, { keyId, day, usd: addUsd(usd, 0), tokens });
    else {
      noted.usd = addUsd(noted.usd, usd);
      noted.tokens += tokens;
    }
  }

  const today = Math.floor(now() / dayMs);
  for (const usage of past) {
    if (findMonth(usage.day) === findMonth(today))
      count(getCounters(usage.keyId), usage, usage.day === today);
  }
  return {
    add(keyId, { usd, tokens }) {
      const counters = getCounters(keyId);
      count(counters, { usd, tokens }, true);
      note({ keyId, day: counters.day, usd, tokens });
    },
    find: (keyId) => {
      if (!countersByKey.has(keyId)) return noUsage;
      const { day: _day, month: _month, ...usage } = getCounters(keyId);
      return usage;
    },
    takeUnwritten() {
      const usages = [...unwritten.values()];
      unwritten.clear();
      return usages;
    },
    putBack: (usages) => usages.forEach(note),
  };
}

const noUsage: Readonly<ApiKeyUsage> = {
  usd_today: 0,
  usd_this_month: 0,
  tokens_today: 0,
  tokens_this_month: 0,
};

function count(counters: Counters, { usd, tokens }: { usd: number; tokens: number }, isToday: boolean): void {
  counters.usd_this_month = addUsd(counters.usd_this_month, usd);
  counters.tokens_this_month += tokens;
  if (!isToday) return;
  counters.usd_today = addUsd(counters.usd_today, usd);
  counters.tokens_today += tokens;
}

function roll(counters: Counters, day: number): void {
  const month = findMonth(day);
  counters.usd_today = 0;
  counters.tokens_today = 0;
  if (counters.month !== month) {
    counters.usd_this_month = 0;
    counters.tokens_this_month = 0;
  }
  counters.day = day;
  counters.month = month;
}

/** Months of UTC since the Unix epoch. */
function findMonth(day: number): number {
  const date = new Date(day * dayMs);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

function addUsd(left: number, right: number): number {
  return Math.round((left + right) * usdParts) / usdParts;
}
