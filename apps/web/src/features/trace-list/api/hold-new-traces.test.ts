import { expect, it } from 'vitest';

import { buildTraceSummary } from '../../../../test/support/build-span.ts';
import { holdNewTraces } from './hold-new-traces.ts';

const traces = [3, 2, 1].map((start) => buildTraceSummary({ trace_id: `t${start}`, start_time: start }));

it('shows everything at the top of the list', () => {
  expect(holdNewTraces(traces, null)).toEqual({ shown: traces, heldCount: 0 });
});

it('keeps back what started after the reader scrolled away', () => {
  const { shown, heldCount } = holdNewTraces(traces, 2);
  expect(shown.map((trace) => trace.trace_id)).toEqual(['t2', 't1']);
  expect(heldCount).toBe(1);
});
