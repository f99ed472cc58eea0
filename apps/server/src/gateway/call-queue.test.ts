import type { CallRecord } from '@outcrop/gateway';
import { expect, it } from 'vitest';
import { CallQueue } from './call-queue.ts';

function buildCall(byteLength: number): CallRecord {
  const call: Pick<CallRecord, 'requestBody' | 'responseChunks'> = {
    requestBody: Buffer.alloc(byteLength),
    responseChunks: [],
  };
  return call as CallRecord;
}

it.each([
  ['calls', { maxCalls: 16, maxBytes: 1e9 }, 10],
  ['bytes', { maxCalls: 1e9, maxBytes: 160_000 }, 5000],
])('is crowded while more than an eighth of its %s is taken', (_unit, limits, byteLength) => {
  const queue = new CallQueue(limits, () => undefined);
  queue.add(buildCall(byteLength));
  queue.add(buildCall(byteLength));
  expect(queue.isCrowded).toBe(false);
  queue.add(buildCall(byteLength));
  expect(queue.isCrowded).toBe(true);
  queue.take();
  expect(queue.isCrowded).toBe(false);
});
