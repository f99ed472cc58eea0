// Runs the cases against one copy of the AWS SDK: node --expose-gc run-cases.mjs OPTIONS_FILE
// Writes what the caller saw of each case without us and with us.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { initLogger, traced, wrapBedrockRuntime } from 'outcrop';
import { cases, nameCase } from './cases.mjs';
import { createContext, createJob, loadSdk } from './context.mjs';
import { describeError } from './describe-outcome.mjs';
import { watchProcess } from './leftovers.mjs';

const options = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const load = createRequire(path.join(options.sdkFolder, 'app.js'));
const sdk = loadSdk(load);
const logger = initLogger({ flushIntervalMs: 50 });
const invocationArn = await createJob({ sdk, endpoint: options.endpoint });

const plain = options.plainResultFile && JSON.parse(readFileSync(options.plainResultFile, 'utf8'));

async function settle(testCase, context) {
  try {
    return await testCase.run(context);
  } catch (error) {
    return { error: describeError(error) };
  }
}

async function observe(testCase, wrap) {
  const name = nameCase(testCase);
  const context = createContext({
    ...options,
    operation: testCase.operation,
    sdk,
    load,
    wrap,
    invocationArn,
    name,
  });
  const findLeft = watchProcess(plain?.[name]?.left);
  const seen = await settle(testCase, context);
  await context.untilEndedBodiesClose();
  const objects = context.describeObjects();
  context.close();
  await logger.flush();
  return { seen, objects, left: await findLeft() };
}

async function observeTraced(testCase) {
  const wrap = options.isHooked ? (client) => client : wrapBedrockRuntime;
  if (testCase.isOwnParent) return observe(testCase, wrap);
  return traced(() => observe(testCase, wrap), { name: nameCase(testCase) });
}

const chosen = cases.filter(
  ({ isCore, operation, needsOtherSdk }) =>
    (isCore || !options.isCoreOnly) &&
    sdk[operation.command] !== undefined &&
    (!needsOtherSdk || options.otherSdkFolder !== undefined),
);
const outcomes = {};
for (const testCase of chosen) {
  const outcome = options.isPlain
    ? await observe(testCase, (client) => client)
    : await observeTraced(testCase);
  outcomes[nameCase(testCase)] = outcome;
}

// Streams that were thrown away are noticed when their memory is taken back.
for (let turn = 0; turn < 10; turn += 1) {
  globalThis.gc();
  await wait(20);
}
await logger.flush();
writeFileSync(options.resultFile, JSON.stringify(outcomes));
