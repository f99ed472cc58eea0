import { GatewayError } from '../../gateway-error.ts';

/** The error for a stream that is over too soon: clients would take a mere end for success. */
export function describeTruncatedStream(): GatewayError {
  return new GatewayError("Bedrock's stream ended before the answer was complete.", {
    status: 502,
    code: 'stream_truncated',
  });
}
