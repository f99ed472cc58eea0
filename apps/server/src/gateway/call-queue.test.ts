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
  ['many calls', 0, 129],
  ['many bytes', 300_000, 4],
])('is crowded by %s', (_what, byteLength, crowd) => {
  const queue = new CallQueue({ maxCalls: 1e9, maxBytes: 1e9 }, () => undefined);
  for (let index = 1; index < crowd; index += 1) queue.add(buildCall(byteLength));
  expect(queue.isCrowded).toBe(false);
  queue.add(buildCall(byteLength));
  expect(queue.isCrowded).toBe(true);
  queue.take();
  expect(queue.isCrowded).toBe(false);
});
