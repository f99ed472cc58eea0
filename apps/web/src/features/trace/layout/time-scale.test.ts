import { describe, expect, it } from 'vitest';

import { buildTimeScale, buildWindow, listTicks, placeBar, placeTick } from './time-scale.ts';

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

  it('says on which side of a window a bar lies', () => {
    const window = buildTimeScale(1000, 3000, { start: 1500, end: 2000 });
    expect(placeBar(window, 1000, 1400).outside).toBe('before');
    expect(placeBar(window, 2001, 2400).outside).toBe('after');
    expect(placeBar(window, 1250, 1750)).toEqual({ left: 0, width: 0.5 });
    expect(placeBar(window, 1000, 3000)).toEqual({ left: 0, width: 1 });
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

  it('counts from the start of the trace also within a window', () => {
    const scale = buildTimeScale(1_000_000, 9_000_000, { start: 3_500_000, end: 5_500_000 });
    const ticks = listTicks(scale, 4);
    expect(ticks).toEqual([2500, 3000, 3500, 4000, 4500]);
    expect(ticks.map((tick) => placeTick(scale, tick))).toEqual([0, 0.25, 0.5, 0.75, 1]);
  });
});

it('leaves a little room around what is zoomed to', () => {
  expect(buildWindow(1000, 3000)).toEqual({ start: 900, end: 3100 });
  expect(buildWindow(5, 5)).toEqual({ start: 4, end: 6 });
});
