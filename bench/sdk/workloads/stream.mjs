import { readStream } from './read-stream.mjs';
import { measureSequentialCalls } from './sequential-calls.mjs';

/** A stream of 200 deltas after another. */
export function measure({ client, stub, ...options }) {
  const run = (index) => readStream({ client, stub, index });
  return measureSequentialCalls({ run, ...options });
}
