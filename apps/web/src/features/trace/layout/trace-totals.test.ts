import { expect, it } from 'vitest';

import { buildSpan } from '../../../../test/support/build-span.ts';
import { sumTrace } from './trace-totals.ts';

const root = buildSpan({
  span_id: 'root',
  type: 'task',
  start_time: 10,
  end_time: 90,
  metrics: { tokens: 999 },
});
const first = buildSpan({
  span_id: 'first',
  start_time: 20,
  end_time: 95,
  metadata: { model: 'nova' },
  metrics: { tokens: 100, prompt_cached_tokens: 60, cost_usd: 0.25 },
});
const second = buildSpan({
  span_id: 'second',
  start_time: 30,
  metadata: { model: 'nova' },
  metrics: { tokens: 20 },
  error: { type: 'ThrottlingException', message: 'slow down' },
});

it('sums the model calls, and takes the ends from all spans', () => {
  expect(sumTrace([root, first, { ...second, end_time: 80 }])).toEqual({
    startTime: 10,
    endTime: 95,
    spanCount: 3,
    callCount: 2,
    errorCount: 1,
    partialCount: 0,
    uncostedCount: 0,
    tokens: 120,
    cachedTokens: 60,
    costUsd: 0.25,
    models: ['nova'],
  });
});

it('has no end while a span runs, and no cost when no price is known', () => {
  const totals = sumTrace([{ ...second, end_time: null }, root]);
  expect(totals.endTime).toBeNull();
  expect(totals.costUsd).toBeUndefined();
});

it('counts the calls whose stream may have cost more than it told', () => {
  const partial = { metadata: { partial: true } };
  const left = buildSpan({ span_id: 'left', ...partial });
  const told = buildSpan({ span_id: 'told', ...partial, metrics: { cost_usd: 0.5 } });
  expect(sumTrace([left, told])).toMatchObject({ partialCount: 2, uncostedCount: 2, costUsd: 0.5 });
});

it('counts an error once that passes through its callers', () => {
  const error = { type: 'ValidationException', message: 'no' };
  const spans = [
    buildSpan({ span_id: 'root', error }),
    buildSpan({ span_id: 'middle', parent_span_id: 'root', error }),
    buildSpan({ span_id: 'call', parent_span_id: 'middle', error }),
    buildSpan({ span_id: 'other', parent_span_id: 'root', error }),
  ];
  expect(sumTrace(spans).errorCount).toBe(2);
});

it('counts a call once that the SDK and the gateway made spans of', () => {
  const metadata = { model: 'nova', request_id: 'r1' };
  const sdk = { ...first, metadata };
  const gateway = { ...first, span_id: 'gateway', parent_span_id: 'first', metadata };
  const other = { ...first, span_id: 'other', metadata: { ...metadata, request_id: 'r2' } };
  expect(sumTrace([sdk, gateway, other])).toMatchObject({
    callCount: 2,
    tokens: 200,
    costUsd: 0.5,
    spanCount: 3,
  });
});
