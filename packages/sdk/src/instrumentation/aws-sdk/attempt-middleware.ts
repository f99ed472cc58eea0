import type { FinalizeMiddleware } from './aws-sdk.ts';
import type { BedrockCall } from './bedrock-call.ts';

/** Carries the call to its attempts. In the arguments, since calls share a context where handlers are cached. */
export const callKey = Symbol('outcrop.call');

/**
 * A middleware for the `finalizeRequest` step, inside the retries, where it sees every attempt: only from here can be
 * told why one failed and how long the next one waited. Adds a handler to the attempt's promise and nothing else.
 */
export const observeAttempts: FinalizeMiddleware = (next) => (args) => {
  const call = args[callKey] as BedrockCall | undefined;
  if (!call) return next(args);
  call.startAttempt();
  const sending = next(args);
  sending.then(undefined, (error: unknown) => call.failAttempt(error));
  return sending;
};
