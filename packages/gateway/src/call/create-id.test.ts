import { describe, expect, it } from 'vitest';
import { createSpanId, createTraceId } from './create-id.ts';

const now = Date.UTC(2026, 4, 1, 12, 0, 0);

describe('ids of the gateway', () => {
  it('begins a trace id with the seconds of the epoch', () => {
    expect(createTraceId(now)).toMatch(/^[0-9a-f]{32}$/);
    expect(Number.parseInt(createTraceId(now + 250).slice(0, 8), 16)).toBe(now / 1000);
  });

  it('orders ids by time', () => {
    const times = [0, 1, 2, 250, 1000, 60_000, 86_400_000].map((later) => now + later);
    for (const create of [createTraceId, createSpanId]) {
      const ids = times.map((time) => create(time));
      expect(ids.toSorted()).toEqual(ids);
    }
  });

  it('gives calls of the same moment ids of their own', () => {
    for (const [create, length] of [
      [createTraceId, 32],
      [createSpanId, 16],
    ] as const) {
      const ids = new Set(Array.from({ length: 5000 }, () => create(now)));
      expect(ids.size).toBe(5000);
      expect([...ids].every((id) => id.length === length)).toBe(true);
    }
  });
});
