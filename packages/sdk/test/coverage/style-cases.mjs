// Every way to make a call.
import { Worker } from 'node:worker_threads';
import { describeValue } from './describe-outcome.mjs';
import { listOwn, operations } from './operations.mjs';

async function describeAnswer(operation, output) {
  const events = [];
  for await (const event of (operation.stream && output[operation.stream]) ?? [])
    events.push(describeValue(event));
  return { output: describeValue(output), events };
}

function settleCallback(send) {
  return new Promise((resolve, reject) => {
    const returned = send((error, output) => (error ? reject(error) : resolve({ returned, output })));
  });
}

const styles = {
  promise: (context, operation) => context.send(operation),
  'callback, 2 arguments': async (context, operation) => {
    const client = context.createClient();
    const command = context.createCommand(operation);
    const { returned, output } = await settleCallback((done) => client.send(command, done));
    if (returned !== undefined) throw new Error('send with a callback gives nothing back');
    return output;
  },
  'callback, 3 arguments': async (context, operation) => {
    const client = context.createClient();
    const command = context.createCommand(operation);
    return (await settleCallback((done) => client.send(command, {}, done))).output;
  },
  'aggregated client': (context, operation) => {
    const client = context.createClient({ class: operation.client });
    return client[operation.method](context.createInput(operation));
  },
  'subclassed command': (context, operation) => {
    class Mine extends context.sdk[operation.command] {}
    return context.createClient().send(new Mine(context.createInput(operation)));
  },
  'cached middleware': async (context, operation) => {
    const client = context.createClient({ cacheMiddleware: true });
    return client.send(context.createCommand(operation));
  },
  'own request handler': (context, operation) => {
    const { NodeHttpHandler } = context.require('@smithy/node-http-handler');
    return context
      .createClient({ requestHandler: new NodeHttpHandler() })
      .send(context.createCommand(operation));
  },
  'wrapped twice': (context, operation) =>
    context.wrapAgain(context.wrapAgain(context.createClient())).send(context.createCommand(operation)),
};

const core = new Set(['promise', 'callback, 2 arguments', 'aggregated client']);

export const styleCases = operations.flatMap((operation) =>
  listOwn(operation, styles).map(([style, send]) => ({
    table: 'styles',
    row: operation.name,
    column: style,
    operation,
    isCore: core.has(style) && !operation.isNewestOnly,
    run: async (context) => describeAnswer(operation, await send(context, operation)),
  })),
);

/** The worker makes the call and a span around it, with a logger of its own. */
export const workerCases = operations.map((operation) => ({
  table: 'styles',
  row: operation.name,
  column: 'in a worker thread',
  operation,
  isOwnParent: true,
  run: (context) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('worker.mjs', import.meta.url), {
        workerData: { ...context.workerData, operation: operation.name, name: context.name },
      });
      worker.once('message', resolve);
      worker.once('error', reject);
    }),
}));
