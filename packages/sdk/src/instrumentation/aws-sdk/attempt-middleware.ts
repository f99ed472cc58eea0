import type { AwsClient, FinalizeMiddleware, SignedRequest } from './aws-sdk.ts';
import type { BedrockCall } from './bedrock-call.ts';
import { resolveModel } from './model-resolver.ts';

/** Carries the call to its attempts. In the arguments, since calls share a context where handlers are cached. */
export const callKey = Symbol('outcrop.call');

/**
 * A middleware for the `finalizeRequest` step, inside the retries, where it sees every attempt as it will be sent: only
 * from here can be told why one failed and how long the next one waited, and where AWS is. Adds a handler to the
 * attempt's promise and nothing else.
 */
export function createAttemptMiddleware(client: AwsClient): FinalizeMiddleware {
  return (next) => (args) => {
    const call = args[callKey] as BedrockCall | undefined;
    if (!call) return next(args);
    call.startAttempt();
    const arn = call.takeOpaqueModel();
    if (arn !== undefined) resolveBeside(call, { arn, client, sent: args['request'] as SignedRequest });
    const sending = next(args);
    sending.then(undefined, (error: unknown) => call.failAttempt(error));
    return sending;
  };
}

function resolveBeside(call: BedrockCall, question: Parameters<typeof resolveModel>[0]): void {
  try {
    resolveModel(question, (model) => call.noteInvokedModel(model));
  } catch {
    // The call goes on without.
  }
}
