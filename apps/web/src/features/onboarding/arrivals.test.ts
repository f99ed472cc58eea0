import { expect, it } from 'vitest';

import { findArrival } from './arrivals.ts';

const project = (name: string, trace_count: number, last_start_time = trace_count) => ({
  name,
  trace_count,
  last_start_time,
});

it('sees where traces arrived, the newest first', () => {
  const before = [project('a', 1), project('b', 1)];
  expect(findArrival(before, before)).toBeUndefined();
  expect(findArrival(before, [project('a', 2), project('b', 1)])?.name).toBe('a');
  expect(findArrival(before, [...before, project('new', 1)])?.name).toBe('new');
  expect(findArrival([], [project('a', 1, 7), project('b', 1, 9)])?.name).toBe('b');
});
