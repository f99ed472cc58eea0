// What can happen to a call, apart from its stream.
import { describeError, describeValue } from './describe-outcome.mjs';
import { listOwn, operations } from './operations.mjs';

async function describeSettled(operation, promise) {
  try {
    const output = await promise;
    if (!operation.isAlwaysRead) return { output: describeValue(output) };
    const events = [];
    for await (const event of output[operation.stream]) events.push(describeValue(event));
    return { output: describeValue(output), events };
  } catch (error) {
    return { error: describeError(error) };
  }
}

function freeze(value) {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  Object.values(value).forEach(freeze);
  return Object.freeze(value);
}

const situations = {
  'an error': (context, operation) =>
    context.send(operation, { directives: 'status=403:AccessDeniedException:not%20you' }),
  'a retry, then success': (context, operation) =>
    context.send(operation, { directives: 'status=503:ServiceUnavailableException; attempts=1' }),
  'every attempt fails': (context, operation) =>
    context.send(operation, { directives: 'status=503:ServiceUnavailableException', maxAttempts: 2 }),
  'aborted before': (context, operation) =>
    context.createClient().send(context.createCommand(operation), { abortSignal: AbortSignal.abort() }),
  'frozen input': (context, operation) =>
    context.createClient().send(new context.sdk[operation.command](freeze(context.createInput(operation)))),
  'a getter that throws': (context, operation) => {
    const input = context.createInput(operation);
    const thrower = {
      get: () => {
        throw new TypeError('do not look');
      },
      enumerable: true,
    };
    const content = Object.keys(input).find((name) => name !== 'modelId');
    return context
      .createClient()
      .send(new context.sdk[operation.command](Object.defineProperty(input, content, thrower)));
  },
  'user middleware before ours': (context, operation) => sendThroughMiddleware(context, operation, 'before'),
  'user middleware after ours': (context, operation) => sendThroughMiddleware(context, operation, 'after'),
};

const retries = { 'a retry, then success': 1, 'every attempt fails': 1 };

/** The user's middleware sees every step, changes the input and the output. */
function sendThroughMiddleware(context, operation, moment) {
  const steps = [];
  const add = (client) => {
    for (const step of ['initialize', 'serialize', 'build', 'finalizeRequest', 'deserialize']) {
      const middleware = (next) => async (args) => {
        steps.push(`${step} in ${Object.keys(args).sort().join()}`);
        const result = await next(args);
        steps.push(
          `${step} out ${Object.keys(result.output ?? {})
            .sort()
            .join()}`,
        );
        return step === 'initialize' ? { ...result, output: { ...result.output, steps } } : result;
      };
      client.middlewareStack.add(middleware, { step, name: `user-${step}`, priority: 'high' });
    }
    return client;
  };
  const client =
    moment === 'before' ? context.wrap(add(context.createUnwrapped())) : add(context.createClient());
  return client.send(context.createCommand(operation));
}

function buildCases(operation) {
  return listOwn(operation, situations).map(([situation, send]) => ({
    table: 'situations',
    row: operation.name,
    column: situation,
    operation,
    isCore: !operation.isNewestOnly && (situation === 'an error' || situation === 'a retry, then success'),
    // A stream that nobody reads is a case of its own.
    partialReason:
      operation.stream &&
      !operation.isAlwaysRead &&
      !['an error', 'every attempt fails', 'aborted before', 'a getter that throws'].includes(situation)
        ? 'never_read'
        : undefined,
    retries: retries[situation] ?? 0,
    run: (context) =>
      describeSettled(
        operation,
        Promise.resolve().then(() => send(context, operation)),
      ),
  }));
}

export const situationCases = operations.flatMap((operation) => buildCases(operation));
