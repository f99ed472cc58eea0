import {
  createEventStreamDecoder,
  findStringHeader,
  type EventStreamMessage,
  type OperationStreamReader,
} from '@outcrop/bedrock';
import { readStreamException } from '../translate/errors/read-upstream-error.ts';
import { isRecord } from '../translate/conversation/parse-field.ts';
import type { CallAnswer } from './call-answer.ts';
import type { CallRecord } from './call-record.ts';
import { readJson } from './read-json.ts';

type StreamRecord = Pick<CallRecord, 'responseChunks' | 'responseTimes' | 'responseHeaders'>;

/** Reads an answer in Bedrock's event-stream framing as far as it came. */
export function readEventStream(reader: OperationStreamReader, call: StreamRecord): CallAnswer {
  const decoder = createEventStreamDecoder();
  const answer: Partial<CallAnswer> = {};
  try {
    for (const [index, chunk] of call.responseChunks.entries()) {
      for (const message of decoder.push(chunk)) {
        const event = readEvent(message);
        if (!event) answer.exception ??= readException(message, call);
        else if (reader.read(event)) answer.firstContentMs ??= call.responseTimes?.[index];
      }
    }
    decoder.end();
  } catch {
    // Cut within a message: what came before counts.
    answer.isBroken = true;
  }
  const reading = reader.result(call.responseHeaders);
  answer.isBroken ||= !isWhole(reading);
  return { ...answer, reading };
}

/** Reads what a client sent in a stream of its own. Where each event is signed, it lies inside another one. */
export function readInputStream(reader: OperationStreamReader, body: Uint8Array): void {
  try {
    for (const message of createEventStreamDecoder().push(body)) {
      const signed = message.headers[':chunk-signature'] !== undefined;
      const [inner] = signed ? createEventStreamDecoder().push(message.body) : [message];
      const event = inner && readEvent(inner);
      if (event) reader.readInput?.(event);
    }
  } catch {
    // What came before counts.
  }
}

/** As a client library of AWS gives it; undefined for an exception. */
function readEvent(message: EventStreamMessage): Record<string, unknown> | undefined {
  const type = findStringHeader(message, ':event-type');
  if (type === undefined) return undefined;
  const payload = readJson(message.body) ?? {};
  if (!isRecord(payload) || typeof payload.bytes !== 'string') return { [type]: payload };
  return { [type]: { bytes: Buffer.from(payload.bytes, 'base64') } };
}

function readException(message: EventStreamMessage, { responseHeaders }: StreamRecord) {
  const name =
    findStringHeader(message, ':exception-type') ??
    findStringHeader(message, ':error-code') ??
    'internalServerException';
  return readStreamException(name, readJson(message.body), responseHeaders['x-amzn-requestid']);
}

function isWhole({ isWhole: said, metadata, usage }: CallAnswer['reading']): boolean {
  return said ?? (metadata['stop_reason'] !== undefined || usage !== undefined);
}
