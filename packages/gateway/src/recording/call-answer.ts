import type { ResponseReading } from '@outcrop/bedrock';
import type { GatewayError } from '../gateway-error.ts';

/** What was read of an answer. */
export interface CallAnswer {
  reading: ResponseReading;
  /** The body that a call without a stream gives, for what goes on to be translated. */
  body?: Record<string, unknown>;
  /** When the first generated content came, in milliseconds since the start of the call. */
  firstContentMs?: number;
  /** What Bedrock broke the stream off with. */
  exception?: GatewayError;
  /** A stream that ended before its answer did. */
  isBroken?: boolean;
}

export const noAnswer: CallAnswer = { reading: { output: undefined, metadata: {} } };
