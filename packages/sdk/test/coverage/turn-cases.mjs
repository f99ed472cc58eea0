// When the caller has an answer and each event: counted in turns of the event loop, so without a clock.
import { operations } from './operations.mjs';

/** After so many microtasks in a row, the event loop goes on to its next turn. */
const turnLength = 2000;

/** Counts microtasks and the turns of the event loop until it is stopped. */
function startCounting() {
  const count = { turn: 0, microtask: 0 };
  let isStopped = false;
  const step = () => {
    if (isStopped) return;
    count.microtask += 1;
    if (count.microtask < turnLength) {
      queueMicrotask(step);
      return;
    }
    count.turn += 1;
    count.microtask = 0;
    setImmediate(step);
  };
  step();
  return {
    now: () => ({ ...count }),
    stop: () => {
      isStopped = true;
    },
  };
}

async function collect(body) {
  const chunks = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* yieldOnce(bytes) {
  yield bytes;
}

/** Answers every call but the first from memory, at once: what takes time then is what the SDK does, and we. */
function answerFromMemory(client, isStream) {
  const { requestHandler } = client.config;
  let answer;
  const handle = async (request, options) => {
    const { response } = answer ?? (await requestHandler.handle(request, options));
    answer ??= { response: { ...response, body: await collect(response.body) } };
    const { body, ...rest } = answer.response;
    return { response: { ...rest, body: isStream ? yieldOnce(body) : new Uint8Array(body) } };
  };
  client.config.requestHandler = {
    metadata: requestHandler.metadata,
    handle,
    destroy: () => requestHandler.destroy(),
  };
}

async function read(operation, output, note) {
  for await (const event of (operation.stream && output[operation.stream]) ?? []) note?.(event);
}

/** The first call resolves what a client resolves once. */
export const turnCases = operations.map((operation) => ({
  table: 'situations',
  row: operation.name,
  column: 'the turn of the answer and of each event',
  operation,
  spanCount: 2,
  run: async (context) => {
    const client = context.createClient();
    answerFromMemory(client, operation.stream !== undefined);
    await read(operation, await client.send(context.createCommand(operation)));
    const counter = startCounting();
    try {
      const output = await client.send(context.createCommand(operation));
      const turns = [counter.now()];
      await read(operation, output, () => turns.push(counter.now()));
      return { turns };
    } finally {
      counter.stop();
    }
  },
}));
