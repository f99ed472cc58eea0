// Runs one workload under one subject and prints what it cost: node workload.mjs '<JSON options>'
import { setImmediate } from 'node:timers/promises';
import { createBedrockStub } from './bedrock-stub.mjs';

const { subject, workload, calls, warmUpCalls, sinkUrl } = JSON.parse(process.argv[2]);
const { instrument } = await import(`./setups/${subject}.mjs`);
const { wrap, flush } = await instrument({ sinkUrl });
const { BedrockRuntimeClient, ConverseCommand, ConverseStreamCommand } =
  await import('@aws-sdk/client-bedrock-runtime');

const stub = createBedrockStub();
const client = wrap(
  new BedrockRuntimeClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIDBENCH', secretAccessKey: 'bench' },
    requestHandler: stub.requestHandler,
  }),
);

const run = {
  async converse(index) {
    await client.send(new ConverseCommand(stub.createInput(index)));
  },
  async stream(index) {
    const { stream } = await client.send(new ConverseStreamCommand(stub.createInput(index)));
    let events = 0;
    for await (const event of stream) events += event ? 1 : 0;
    if (events !== stub.eventsPerStream)
      throw new Error(`expected ${stub.eventsPerStream} events, got ${events}`);
  },
}[workload];

let peakHeap = 0;
function samplePeakHeap() {
  peakHeap = Math.max(peakHeap, process.memoryUsage().heapUsed);
}

for (let index = 0; index < warmUpCalls; index += 1) await run(index);
await flush();
globalThis.gc();
const startCpu = process.cpuUsage();
const startTime = process.hrtime.bigint();
for (let index = 0; index < calls; index += 1) {
  await run(index);
  // An app waits for a network between calls; without a turn of the event loop no exporter would get one.
  await setImmediate();
  if (index % 20 === 0) samplePeakHeap();
}
await flush();
const wallUs = Number(process.hrtime.bigint() - startTime) / 1000;
const cpu = process.cpuUsage(startCpu);
samplePeakHeap();
console.log(
  JSON.stringify({
    cpuUs: (cpu.user + cpu.system) / calls,
    wallUs: wallUs / calls,
    peakHeapMb: peakHeap / 2 ** 20,
  }),
);
process.exit(0);
