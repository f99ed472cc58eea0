import {
  createEventStreamDecoder,
  findStringHeader,
  SseDecoder,
  type EventStreamMessage,
} from '@outcrop/bedrock';
import type { GatewayError } from '../gateway-error.ts';
import { isRecord } from '../translate/conversation/parse-field.ts';
import { findEventFailure, isBeginning } from '../translate/errors/find-event-failure.ts';
import { readStreamException } from '../translate/errors/read-upstream-error.ts';
import type { AnswerBody } from './answer-body.ts';
import type { AttemptAnswer } from './attempt.ts';

/** Exceptions are short; a longer frame is content. */
const longestFrame = 64 * 1024;

/** How long a client waits to hear that its answer began, for nothing to have been told should it fail at once. */
const patienceMs = 500;

/**
 * Waits for the beginning of a stream: an exception there is a refusal like one by status, as long as nothing has gone to
 * the client. Undefined for any other beginning and for what is no stream.
 */
export async function findFirstException({
  headers,
  body,
}: AttemptAnswer): Promise<GatewayError | undefined> {
  const contentType = headers['content-type'];
  if (contentType?.startsWith('application/vnd.amazon.eventstream') === true) {
    return findInFirstFrame(body, headers['x-amzn-requestid']);
  }
  return contentType?.startsWith('text/event-stream') === true ? findInFirstEvent(body) : undefined;
}

async function findInFirstFrame(body: AnswerBody, requestId?: string): Promise<GatewayError | undefined> {
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
  return name === undefined ? undefined : readStreamException(name, readPayload(message), requestId);
}

/** Of server-sent events, in which Bedrock's OpenAI endpoint streams: in the first one that says more than that it began. */
async function findInFirstEvent(body: AnswerBody): Promise<GatewayError | undefined> {
  let giveUpAt = Infinity;
  for (let size = 1; size <= longestFrame;) {
    const bytes = await body.peek(size, giveUpAt - performance.now());
    if (bytes.length < size) return body.error;
    const events = decodeEvents(bytes);
    const telling = events.find((event) => !isBeginning(event));
    if (telling !== undefined) return isRecord(telling) ? findEventFailure(telling) : undefined;
    if (events.length > 0) giveUpAt = Math.min(giveUpAt, performance.now() + patienceMs);
    size = bytes.length + 1;
  }
  return undefined;
}

function decodeEvents(bytes: Buffer): unknown[] {
  try {
    return new SseDecoder().push(bytes);
  } catch {
    // Whoever reads the stream says what is wrong with it.
    return [{}];
  }
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
