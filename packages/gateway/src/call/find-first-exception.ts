import { createEventStreamDecoder, findStringHeader, type EventStreamMessage } from '@outcrop/bedrock';
import type { GatewayError } from '../gateway-error.ts';
import { readStreamException } from '../translate/errors/read-upstream-error.ts';
import type { AttemptAnswer } from './attempt.ts';

/** Exceptions are short; a longer frame is content. */
const longestFrame = 64 * 1024;

/**
 * Waits for the first frame of a stream: an exception there is a refusal like one by status, as long as nothing has gone to
 * the client. Undefined for any other beginning and for what is no stream of Bedrock's frames.
 */
export async function findFirstException({
  headers,
  body,
}: AttemptAnswer): Promise<GatewayError | undefined> {
  if (headers['content-type']?.startsWith('application/vnd.amazon.eventstream') !== true) return undefined;
  const prelude = await body.peek(4);
  if (prelude.length < 4) return body.error;
  const length = prelude.readUInt32BE(0);
  if (length > longestFrame) return undefined;
  const frame = prelude.length < length ? await body.peek(length) : prelude;
  if (frame.length < length) return body.error;
  const first = frame.subarray(0, length);
  // Decoding every stream's first frame twice would cost more than this.
  if (!first.includes(':exception-type') && !first.includes(':error-code')) return undefined;
  const message = decode(first);
  const name =
    message && (findStringHeader(message, ':exception-type') ?? findStringHeader(message, ':error-code'));
  return name === undefined
    ? undefined
    : readStreamException(name, readPayload(message), headers['x-amzn-requestid']);
}

function decode(frame: Buffer): EventStreamMessage | undefined {
  try {
    return createEventStreamDecoder().push(frame)[0];
  } catch {
    // Whoever reads the stream says what is wrong with it.
    return undefined;
  }
}

function readPayload(message: EventStreamMessage | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(message?.body ?? []).toString());
  } catch {
    return undefined;
  }
}
