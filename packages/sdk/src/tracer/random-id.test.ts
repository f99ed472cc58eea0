import { isSpanId, isTraceId } from '@outcrop/protocol';
import { expect, test } from 'vitest';
import { createSpanId, createTraceId } from './random-id.ts';

test('ids are W3C ids and differ, across many refills of the pool', () => {
  const traceIds = Array.from({ length: 5000 }, createTraceId);
  const spanIds = Array.from({ length: 5000 }, createSpanId);
  expect(traceIds.every(isTraceId)).toBe(true);
  expect(spanIds.every(isSpanId)).toBe(true);
  expect(new Set([...traceIds, ...spanIds]).size).toBe(10_000);
});
