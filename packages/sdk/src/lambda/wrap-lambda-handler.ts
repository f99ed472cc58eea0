import { reportOnce } from '../report.ts';
import { runInSpan } from '../tracer/run-in-span.ts';
import { flush, startSpan } from '../tracer/traced.ts';

export interface LambdaOptions {
  /** Longest that an answer waits for its spans to be sent, in milliseconds. Default 2,000. */
  flushTimeoutMs?: number;
}

/** The part of Lambda's context that is used. */
interface LambdaContext {
  functionName?: string;
  functionVersion?: string;
  awsRequestId?: string;
  getRemainingTimeInMillis?(): number;
}

type Handler = (this: unknown, ...args: unknown[]) => unknown;
type Callback = (error?: unknown, result?: unknown) => void;

/** What `awslambda.streamifyResponse` marks a handler with. */
const streamingMark = Symbol.for('aws.lambda.runtime.handler.streaming');
/** Left of the function's time for Lambda itself to answer. */
const answerMs = 100;

let isColdStart = true;

/**
 * Makes each invocation a span and sends all spans before Lambda freezes the process. Takes async, callback and
 * streaming handlers and gives back one of the same kind and type; results and errors stay as they are. The event and
 * the answer are not recorded.
 */
export function wrapLambdaHandler<Wrapped>(handler: Wrapped, options: LambdaOptions = {}): Wrapped {
  if (typeof handler !== 'function') {
    reportOnce('wrapLambdaHandler was given something that is not a function: it is not traced.');
    return handler;
  }
  const original = handler as unknown as Handler;
  const wrapped: Handler = function lambdaHandler(this: unknown, ...args) {
    return invoke({ handler: original.bind(this), args, isStreaming: streamingMark in original }, options);
  };
  // Lambda reads the number of parameters and the marks of streaming off the handler.
  for (const key of Reflect.ownKeys(original)) {
    if (key === 'prototype' || key === 'arguments' || key === 'caller') continue;
    Object.defineProperty(wrapped, key, Object.getOwnPropertyDescriptor(original, key) ?? {});
  }
  return wrapped as unknown as Wrapped;
}

interface Invocation {
  handler: Handler;
  args: unknown[];
  isStreaming: boolean;
}

function invoke({ handler, args, isStreaming }: Invocation, options: LambdaOptions): unknown {
  const context = ((isStreaming ? args[2] : args[1]) ?? {}) as LambdaContext;
  const callback = isStreaming || typeof args[2] !== 'function' ? undefined : (args[2] as Callback);
  const send = (): Promise<void> => flushInTime(context, options);
  const span = startSpan(context.functionName ?? 'lambda', { event: { metadata: describe(context) } });
  let isAnsweredByCallback = false;
  let result: unknown;
  try {
    result = runInSpan(span, () => {
      if (!callback) return handler(...args);
      // How many parameters a handler declares does not tell whether it uses the callback.
      const { promise, settle } = createAnswer();
      const returned = handler(args[0], args[1], settle);
      if (isThenable(returned)) return Promise.race([returned, promise]);
      isAnsweredByCallback = true;
      return promise;
    });
  } catch (error) {
    return sendBeforeSettling(Promise.reject(error), send);
  }
  if (callback && isAnsweredByCallback) {
    (result as Promise<unknown>).then(
      (value) => void send().then(() => callback(null, value)),
      (error: unknown) => void send().then(() => callback(error)),
    );
    return undefined;
  }
  if (isThenable(result)) return sendBeforeSettling(result, send);
  void send();
  return result;
}

async function sendBeforeSettling(result: PromiseLike<unknown>, send: () => Promise<void>): Promise<unknown> {
  try {
    return await result;
  } finally {
    await send();
  }
}

/** A promise that a Node callback settles. */
function createAnswer(): { promise: Promise<unknown>; settle: Callback } {
  const { promise, resolve, reject } = withResolvers();
  return {
    promise,
    settle: (error, value) =>
      error === undefined || error === null ? resolve(value) : reject(error as Error),
  };
}

function withResolvers(): {
  promise: Promise<unknown>;
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
} {
  let parts: { resolve: (value: unknown) => void; reject: (error: Error) => void } | undefined;
  const promise = new Promise<unknown>((resolve, reject) => {
    parts = { resolve, reject };
  });
  return { promise, resolve: (value) => parts?.resolve(value), reject: (error) => parts?.reject(error) };
}

function describe(context: LambdaContext): Record<string, unknown> {
  const coldStart = isColdStart;
  isColdStart = false;
  return {
    aws_request_id: context.awsRequestId,
    function_version: context.functionVersion,
    cold_start: coldStart,
    ...(coldStart ? { init_duration_ms: Math.round(performance.now()) } : {}),
  };
}

async function flushInTime(context: LambdaContext, { flushTimeoutMs = 2000 }: LambdaOptions): Promise<void> {
  const remainingMs = context.getRemainingTimeInMillis?.() ?? Infinity;
  let timer: NodeJS.Timeout | undefined;
  const timeIsUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, Math.max(Math.min(flushTimeoutMs, remainingMs - answerMs), 0));
  });
  await Promise.race([flush(), timeIsUp]);
  clearTimeout(timer);
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
