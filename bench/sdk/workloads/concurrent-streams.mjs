import { readStream } from './read-stream.mjs';
import { measureMemory } from './measure-memory.mjs';

/** Many streams open at the same time: CPU a stream, and the largest heap. */
export async function measure({ client, stub, flush, calls, warmUpCalls }) {
  for (let index = 0; index < warmUpCalls; index += 1) await readStream({ client, stub, index });
  await flush();
  globalThis.gc();
  const startCpu = process.cpuUsage();
  let ended = 0;
  let peakHeap = 0;
  const readOne = async (_, index) => {
    await readStream({ client, stub, index });
    ended += 1;
    if (ended % 20 === 0) peakHeap = Math.max(peakHeap, measureMemory());
  };
  await Promise.all(Array.from({ length: calls }, readOne));
  await flush();
  const cpu = process.cpuUsage(startCpu);
  return { cpuUs: (cpu.user + cpu.system) / calls, peakHeapMb: peakHeap / 2 ** 20 };
}
