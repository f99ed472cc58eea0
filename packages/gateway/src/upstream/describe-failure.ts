import { GatewayError } from '../gateway-error.ts';

const timeouts: Readonly<Record<string, string>> = {
  UND_ERR_CONNECT_TIMEOUT: 'no connection was made in time',
  UND_ERR_HEADERS_TIMEOUT: 'it did not begin to answer in time',
  UND_ERR_BODY_TIMEOUT: 'it fell silent in the middle of its answer',
  ETIMEDOUT: 'no connection was made in time',
};

/** What a connection's failure means for the client. */
export function describeFailure(error: unknown, origin: string): GatewayError {
  if (error instanceof GatewayError) return error;
  const { code = '', message, cause } = error as NodeJS.ErrnoException & { cause?: unknown };
  // Undici wraps what a lookup refused.
  if (cause instanceof GatewayError) return cause;
  const timeout = Object.hasOwn(timeouts, code) ? timeouts[code] : undefined;
  if (timeout !== undefined) {
    return new GatewayError(`${origin}: ${timeout}. Try again, or allow more by x-outcrop-timeout-ms.`, {
      status: 504,
      code: 'upstream_timeout',
      cause: error,
    });
  }
  return new GatewayError(
    `${origin} could not be asked (${code || message}): check the Region and the API base of the provider.`,
    { status: 502, code: 'upstream_unreachable', cause: error },
  );
}
