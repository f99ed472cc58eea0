// One call from a worker thread; see style-cases.mjs.
import { createRequire } from 'node:module';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { initLogger, traced, wrapBedrockRuntime } from 'outcrop';
import { createContext, loadSdk } from './context.mjs';
import { describeValue } from './describe-outcome.mjs';
import { findOperation } from './operations.mjs';

const load = createRequire(path.join(workerData.sdkFolder, 'app.js'));
const sdk = loadSdk(load);
const isWrapped = !workerData.isHooked && !workerData.isPlain;
const wrap = isWrapped ? wrapBedrockRuntime : (client) => client;
const operation = findOperation(workerData.operation);
const context = createContext({ ...workerData, operation, sdk, load, wrap });
const logger = initLogger();

async function call() {
  const output = await context.send(operation);
  const events = [];
  for await (const event of (operation.stream && output[operation.stream]) ?? [])
    events.push(describeValue(event));
  return { output: describeValue(output), events };
}

const outcome = await traced(call, { name: workerData.name });
context.close();
await logger.flush();
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread's port has no origin
parentPort.postMessage(outcome);
