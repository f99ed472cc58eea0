import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { CallsUnderWay, type ListedCall } from './calls-under-way.ts';

function createCall(): ListedCall {
  return { listIndex: -1 };
}

test('lists the calls that have not ended, whatever the order in which they do', () => {
  const calls = new CallsUnderWay();
  const [first, second, third, fourth] = [createCall(), createCall(), createCall(), createCall()];
  for (const call of [first, second, third, fourth]) calls.add(call);
  calls.delete(second);
  calls.delete(fourth);
  expect(calls.list()).toEqual([first, third]);
  calls.delete(first);
  calls.delete(third);
  expect(calls.size).toBe(0);
  expect(calls.list()).toEqual([]);
});

test('leaves nothing of a call that ended to a full collection', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (options?: { type: 'minor' }) => void;
  const calls = new CallsUnderWay();
  const running: ListedCall[] = [];
  const run = (count: number): void => {
    for (let index = 0; index < count; index += 1) {
      const call = { listIndex: -1, content: Array.from({ length: 512 }, () => 0.5) };
      calls.add(call);
      running.push(call);
      if (running.length > 32) calls.delete(running.shift() as ListedCall);
      if (index % 64 === 0) collect({ type: 'minor' });
    }
  };
  run(500);
  collect();
  const before = process.memoryUsage().heapUsed;
  run(1000);
  // A Set leaves all of their 4 MB.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(2_000_000);
});
