import { setImmediate } from 'node:timers/promises';
import { readStream } from './read-stream.mjs';

/** Microseconds from the call to the first event of its stream in the caller's hands: the median over the calls. */
export async function measure({ client, stub, flush, calls, warmUpCalls }) {
  const times = [];
  for (let index = 0; index < warmUpCalls + calls; index += 1) {
    const start = performance.now();
    let firstEventUs = 0;
    const onFirstEvent = () => (firstEventUs = (performance.now() - start) * 1000);
    await readStream({ client, stub, index, onFirstEvent });
    await setImmediate();
    if (index >= warmUpCalls) times.push(firstEventUs);
  }
  await flush();
  times.sort((first, second) => first - second);
  return { firstEventUs: times[Math.floor(times.length / 2)] };
}
