import { describe, expect, it } from 'vitest';

import { buildTimeScale, listTicks, placeBar } from './time-scale.ts';

describe('placeBar', () => {
  const scale = buildTimeScale(1000, 3000);

  it('gives fractions of the whole', () => {
    expect(placeBar(scale, 1500, 2000)).toEqual({ left: 0.25, width: 0.25 });
    expect(placeBar(scale, 1000, 3000)).toEqual({ left: 0, width: 1 });
  });

  it('keeps a bar inside when clocks disagree', () => {
    expect(placeBar(scale, 0, 9000)).toEqual({ left: 0, width: 1 });
    expect(placeBar(scale, 2500, 2000)).toEqual({ left: 0.75, width: 0 });
  });

  it('has a length even when nothing took time', () => {
    expect(placeBar(buildTimeScale(5, 5), 5, 5)).toEqual({ left: 0, width: 0 });
  });
});

describe('listTicks', () => {
  it.each([
    [9_840_000, [0, 5000]],
    [8_000_000, [0, 2000, 4000, 6000, 8000]],
    [633_000, [0, 200, 400, 600]],
    [90_000_000, [0, 50_000]],
    [1, [0, 0.0005, 0.001]],
  ])('divides %d microseconds at round times', (length, ticks) => {
    expect(listTicks(buildTimeScale(0, length), 4)).toEqual(ticks);
  });
});
