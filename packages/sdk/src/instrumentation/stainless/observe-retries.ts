import type { ApiClient } from './api-client.ts';
import type { ApiCall } from './api-call.ts';

type Method = (this: unknown, ...args: unknown[]) => unknown;

interface RetryingClient {
  request?: Method;
  makeRequest?: Method;
  retryRequest?: Method;
}

/** The call being made right now: a client begins its request before `create` returns. */
let starting: ApiCall | undefined;
/** By the options of the request, which stay one object through all of its attempts. */
const callOfOptions = new WeakMap<object, ApiCall>();
const observed = Symbol.for('outcrop.retries');

/** Runs `create`, so that the attempts of the request it makes are noted on the call. */
export function observeRetries<Result>(client: ApiClient, call: ApiCall, create: () => Result): Result {
  if (!Object.hasOwn(client, observed)) observeClient(client as RetryingClient);
  starting = call;
  try {
    return create();
  } finally {
    starting = undefined;
  }
}

function observeClient(client: RetryingClient): void {
  const { request, makeRequest, retryRequest } = client;
  if (!request || !makeRequest || !retryRequest || !Object.isExtensible(client)) return;
  define(client, observed, true);
  define(client, 'request', function observedRequest(this: unknown, options: unknown, ...rest: unknown[]) {
    if (starting) follow(options, starting);
    starting = undefined;
    return request.call(this, options, ...rest);
  });
  define(client, 'makeRequest', function observedAttempt(this: unknown, options: object, ...rest: unknown[]) {
    callOfOptions.get(options)?.startAttempt();
    return makeRequest.call(this, options, ...rest);
  });
  define(client, 'retryRequest', function observedRetry(this: unknown, options: object, ...rest: unknown[]) {
    callOfOptions.get(options)?.failAttempt(describeFailure(rest));
    return retryRequest.call(this, options, ...rest);
  });
}

/** The options may still be a promise; this listener comes before the client's own. */
function follow(options: unknown, call: ApiCall): void {
  function note(value: unknown): void {
    if (typeof value === 'object' && value !== null) callOfOptions.set(value, call);
  }
  if (options instanceof Promise) options.then(note, () => undefined);
  else note(options);
}

/** What the attempt failed with, as far as the client passes it on: the headers of the answer, when there was one. */
function describeFailure(args: readonly unknown[]): string {
  const headers = args.find((value) => value instanceof Headers);
  if (!headers) return 'APIConnectionError';
  return headers.get('x-amzn-errortype')?.split(':', 1)[0] || 'APIError';
}

function define(client: object, name: PropertyKey, value: unknown): void {
  Object.defineProperty(client, name, { configurable: true, writable: true, value });
}
