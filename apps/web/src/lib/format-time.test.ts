import { describe, expect, it } from 'vitest';

import { formatDuration, formatRelativeTime } from './format-time.ts';

describe('formatDuration', () => {
  it.each([
    [-5, '0 ms'],
    [0.42, '0.4 ms'],
    [9.96, '10 ms'],
    [812, '812 ms'],
    [999.6, '1.00 s'],
    [1240, '1.24 s'],
    [12_440, '12.4 s'],
    [59_960, '1 m 00 s'],
    [125_000, '2 m 05 s'],
    [3_720_000, '1 h 02 m'],
  ])('writes %d ms as %s', (durationMs, text) => {
    expect(formatDuration(durationMs)).toBe(text);
  });
});

describe('formatRelativeTime', () => {
  const now = Date.UTC(2026, 10, 23, 12);

  it.each([
    [-2000, 'now'],
    [4000, 'now'],
    [12_000, '12 s ago'],
    [5 * 60_000, '5 min ago'],
    [3 * 3_600_000, '3 h ago'],
    [2 * 86_400_000, '2 d ago'],
    [30 * 86_400_000, '24 Oct'],
  ])('calls an age of %d ms %s', (age, text) => {
    expect(formatRelativeTime(now - age, now)).toBe(text);
  });
});
