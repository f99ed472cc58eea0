import { describe, expect, it } from 'vitest';
import { createUsageMeter } from './create-usage-meter.ts';

const dayMs = 86_400_000;
const start = Date.UTC(2026, 10, 29, 23, 59, 59);
const today = Math.floor(start / dayMs);

function createMeterAt(time: number) {
  const clock = { time };
  return { clock, meter: createUsageMeter({ now: () => clock.time, past: [] }) };
}

describe('the usage meter', () => {
  it('counts a day and a month, each to its end in UTC', () => {
    const { clock, meter } = createMeterAt(start);
    meter.add('key', { usd: 0.1, tokens: 10 });
    meter.add('key', { usd: 0.2, tokens: 5 });
    expect(meter.find('key')).toEqual({
      usd_today: 0.3,
      usd_this_month: 0.3,
      tokens_today: 15,
      tokens_this_month: 15,
    });
    clock.time += 1000;
    expect(meter.find('key')).toMatchObject({ usd_today: 0, usd_this_month: 0.3, tokens_this_month: 15 });
    clock.time += dayMs;
    expect(meter.find('key')).toMatchObject({ usd_this_month: 0, tokens_today: 0, tokens_this_month: 0 });
    expect(meter.find('other')).toMatchObject({ usd_today: 0 });
  });

  it('begins with what was written before, of this month only', () => {
    const meter = createUsageMeter({
      now: () => start,
      past: [
        { keyId: 'key', day: today, usd: 1, tokens: 1 },
        { keyId: 'key', day: today - 28, usd: 2, tokens: 2 },
        { keyId: 'key', day: today - 29, usd: 4, tokens: 4 },
      ],
    });
    expect(meter.find('key')).toEqual({
      usd_today: 1,
      usd_this_month: 3,
      tokens_today: 1,
      tokens_this_month: 3,
    });
    expect(meter.takeUnwritten()).toEqual([]);
  });

  it('gives what was added once, by key and day', () => {
    const { clock, meter } = createMeterAt(start);
    meter.add('a', { usd: 0.1, tokens: 1 });
    meter.add('b', { usd: 0.2, tokens: 2 });
    meter.add('a', { usd: 0.2, tokens: 3 });
    clock.time += 1000;
    meter.add('a', { usd: 1, tokens: 4 });
    const taken = meter.takeUnwritten();
    expect(taken).toEqual([
      { keyId: 'a', day: today, usd: 0.3, tokens: 4 },
      { keyId: 'b', day: today, usd: 0.2, tokens: 2 },
      { keyId: 'a', day: today + 1, usd: 1, tokens: 4 },
    ]);
    expect(meter.takeUnwritten()).toEqual([]);
    meter.add('b', { usd: 0.5, tokens: 1 });
    meter.putBack(taken);
    expect(meter.takeUnwritten()).toContainEqual({ keyId: 'a', day: today + 1, usd: 1, tokens: 4 });
    expect(meter.find('a')).toMatchObject({ usd_this_month: 1.3 });
  });

  it('adds a million small costs without drifting', () => {
    const { meter } = createMeterAt(start);
    for (let call = 0; call < 1_000_000; call++) meter.add('key', { usd: 0.000_018_4, tokens: 1 });
    expect(meter.find('key').usd_today).toBe(18.4);
  });
});
