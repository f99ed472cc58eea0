import { describe, expect, it } from 'vitest';

import {
  formatBytes,
  formatCost,
  formatCounted,
  formatExactCost,
  formatPrice,
  formatShare,
  formatTokens,
} from './format-number.ts';

describe('numbers in words', () => {
  it.each([
    [0, '0'],
    [812, '812'],
    [999, '999'],
    [1000, '1k'],
    [1234, '1.2k'],
    [24_060, '24.1k'],
    [99_960, '100k'],
    [241_499, '241k'],
    [999_499, '999k'],
    [999_950, '1M'],
    [3_000_000, '3M'],
  ])('shortens %d tokens to %s', (tokens, text) => {
    expect(formatTokens(tokens)).toBe(text);
  });

  it.each([
    [0, '$0'],
    [0.000_000_4, '<$0.000001'],
    [0.000_001_2, '$0.000001'],
    [0.000_002, '$0.000002'],
    [0.000_075, '$0.000075'],
    [0.0031, '$0.0031'],
    [0.01, '$0.010'],
    [0.142, '$0.142'],
    [1, '$1.00'],
    [1234.5, '$1,234.50'],
  ])('writes %d dollars as %s', (usd, text) => {
    expect(formatCost(usd)).toBe(text);
  });

  it.each([
    [0.000_001_2, '$0.0000012'],
    [0.0031, '$0.0031'],
    [1234.5, '$1,234.50'],
  ])('writes %d dollars exactly as %s', (usd, text) => {
    expect(formatExactCost(usd)).toBe(text);
  });

  it('writes a price with no more digits than it has', () => {
    expect([3, 0.25, 0.035, 0.0035, 1234].map(formatPrice)).toEqual([
      '$3.00',
      '$0.25',
      '$0.035',
      '$0.0035',
      '$1,234.00',
    ]);
  });

  it('speaks of one thing and of many', () => {
    expect([formatCounted(1, 'span'), formatCounted(0, 'span'), formatCounted(12_000, 'span')]).toEqual([
      '1 span',
      '0 spans',
      '12,000 spans',
    ]);
    expect(formatCounted(2, 'property', 'properties')).toBe('2 properties');
  });

  it('gives sizes and shares', () => {
    expect([formatBytes(512), formatBytes(1536), formatBytes(284_113), formatBytes(5_200_000)]).toEqual([
      '512 B',
      '1.5 kB',
      '284 kB',
      '5.2 MB',
    ]);
    expect([formatShare(0), formatShare(0.004), formatShare(0.834), formatShare(1)]).toEqual([
      '0 %',
      '<1 %',
      '83 %',
      '100 %',
    ]);
  });
});
