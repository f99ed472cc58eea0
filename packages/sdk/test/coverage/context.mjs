import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { traced, wrapBedrockRuntime } from 'outcrop';
import { describeObjects } from './leftovers.mjs';

// What a case calls: clients of the SDK under test, wrapped or not.
const credentials = { accessKeyId: 'AKIDEMULATOR', secretAccessKey: 'emulator-secret' };

export function createContext({
  sdk,
  load,
  wrap,
  endpoint,
  invocationArn,
  name,
  operation: ownOperation,
  sdkFolder,
  isHooked,
  isPlain,
  otherSdkFolder,
}) {
  const clients = [];
  const signals = [];
  const results = [];

  function createUnwrapped({
    directives,
    sdk: ownSdk = sdk,
    class: className = `${ownOperation.client}Client`,
    ...config
  } = {}) {
    const client = new ownSdk[className]({ region: 'us-east-1', endpoint, credentials, ...config });
    clients.push(client);
    keepResults(client, results);
    if (directives) addDirectives(client, directives);
    return client;
  }

  const context = {
    sdk,
    name,
    wrap,
    wrapAgain: isPlain ? wrap : wrapBedrockRuntime,
    require: (id) => load(load.resolve(id, { paths: [load.resolve('@aws-sdk/client-bedrock-runtime')] })),
    traced: isPlain ? (work) => work() : traced,
    loadOther: () => createRequire(path.join(otherSdkFolder, 'app.js'))('@aws-sdk/client-bedrock-runtime'),
    workerData: { endpoint, sdkFolder, isHooked, isPlain, invocationArn },
    createUnwrapped,
    createClient: (options) => wrap(createUnwrapped(options)),
    createInput: (operation) => operation.input({ invocationArn }),
    createCommand: (operation) => new sdk[operation.command](operation.input({ invocationArn })),
    send: (operation, options) => context.createClient(options).send(context.createCommand(operation)),
    createAbortController: () => {
      const controller = new AbortController();
      signals.push(controller.signal);
      return controller;
    },
    untilEndedBodiesClose: () => untilEndedBodiesClose(results),
    describeObjects: () => describeObjects({ clients, signals, results }),
    close: () => clients.forEach((client) => client.destroy()),
  };
  return context;
}

function isClosing({ response: { body } }) {
  return body?.readableEnded && !body.closed;
}

/** Until then their listeners go, some sooner and some later. Looks from time to time, since listening would show. */
async function untilEndedBodiesClose(results) {
  for (let look = 0; look < 500 && results.some(isClosing); look += 1) await wait(2);
}

/** Below every middleware of ours. */
function keepResults(client, results) {
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      results.push(result);
      return result;
    },
    { step: 'deserialize', priority: 'high', name: 'keep-results' },
  );
}

function addDirectives(client, directives) {
  client.middlewareStack.add(
    (next) => (args) => {
      args.request.headers['x-outcrop-emulator'] = directives;
      return next(args);
    },
    { step: 'build', name: 'directives' },
  );
}

/** Everything that the clients under test export; older versions are there without the agent runtime's. */
export function loadSdk(load) {
  const runtime = load('@aws-sdk/client-bedrock-runtime');
  try {
    return { ...load('@aws-sdk/client-bedrock-agent-runtime'), ...runtime };
  } catch {
    return runtime;
  }
}

/** A job that GetAsyncInvoke can ask for; made by hand, as the oldest SDKs have no such command. */
export async function createJob({ sdk, endpoint }) {
  if (!sdk.StartAsyncInvokeCommand) return undefined;
  const client = new sdk.BedrockRuntimeClient({ region: 'us-east-1', endpoint, credentials });
  const { invocationArn } = await client.send(
    new sdk.StartAsyncInvokeCommand({
      modelId: 'amazon.nova-reel-v1:1',
      clientRequestToken: 'the-same-job',
      modelInput: { taskType: 'TEXT_VIDEO' },
      outputDataConfig: { s3OutputDataConfig: { s3Uri: 's3://videos' } },
    }),
  );
  // The first look finds it in progress, every later one completed.
  for (let look = 0; look < 2; look += 1) await client.send(new sdk.GetAsyncInvokeCommand({ invocationArn }));
  client.destroy();
  return invocationArn;
}
