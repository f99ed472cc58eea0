import type { GatewayCall } from '../call/gateway-call.ts';
import { GatewayError } from '../gateway-error.ts';

/** Runs what answers a call and records the call when that fails. What is thrown is a GatewayError. */
export async function recordFailure<Result>(call: GatewayCall, run: () => Promise<Result>): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    const failure = describeFailure(error);
    call.finish({ status: failure.status, error: failure });
    throw failure;
  }
}

/** A failure that nobody foresaw is ours. */
export function describeFailure(error: unknown): GatewayError {
  if (error instanceof GatewayError) return error;
  return new GatewayError('The gateway failed to answer: its log says why.', {
    status: 500,
    code: 'internal_error',
    cause: error,
  });
}
