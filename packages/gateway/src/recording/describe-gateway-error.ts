import type { SpanError } from '@outcrop/protocol';
import type { GatewayError } from '../gateway-error.ts';

/** Under the name that Bedrock gave the error, or else the gateway. */
export function describeGatewayError(error: GatewayError): SpanError {
  const { exception, code, message, status } = error;
  return { type: exception ?? code, message, status, retryable: status === 429 || status >= 500 };
}
