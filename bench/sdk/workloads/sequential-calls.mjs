import { setImmediate } from 'node:timers/promises';
import { measureMemory } from './measure-memory.mjs';

/** CPU and time a call, sending included, and the largest heap, of calls one after another. */
export async function measureSequentialCalls({ run, flush, calls, warmUpCalls }) {
  // Until the optimizing compiler is through, its work is most of what is measured.
  await runCalls(run, warmUpCalls);
  await flush();
  globalThis.gc();
  const startCpu = process.cpuUsage();
  const startTime = process.hrtime.bigint();
  let peakHeap = 0;
  await runCalls(run, calls, (index) => {
    if (index % 20 === 0) peakHeap = Math.max(peakHeap, measureMemory());
  });
  await flush();
  const wallUs = Number(process.hrtime.bigint() - startTime) / 1000;
  const cpu = process.cpuUsage(startCpu);
  return {
    cpuUs: (cpu.user + cpu.system) / calls,
    wallUs: wallUs / calls,
    peakHeapMb: peakHeap / 2 ** 20,
  };
}

export async function runCalls(run, calls, afterCall) {
  for (let index = 0; index < calls; index += 1) {
    await run(index);
    // An app waits for a network between calls; without a turn of the event loop no exporter would get one.
    await setImmediate();
    afterCall?.(index);
  }
}
