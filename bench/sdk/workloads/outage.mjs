import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { runCalls } from './sequential-calls.mjs';
import { measureMemory } from './measure-memory.mjs';

/** The largest heap of many calls while no server is there. */
export async function measure({ client, stub, calls }) {
  globalThis.gc();
  let peakHeap = 0;
  const run = (index) => client.send(new ConverseCommand(stub.createInput(index)));
  await runCalls(run, calls, (index) => {
    if (index % 20 === 0) peakHeap = Math.max(peakHeap, measureMemory());
  });
  return { peakHeapMb: peakHeap / 2 ** 20 };
}
