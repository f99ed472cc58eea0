import {
  createEventStreamDecoder,
  type EventStreamMessage,
  type OperationStreamReader,
} from '@outcrop/bedrock';
import type { CallAnswer } from './call-answer.ts';
import type { CallRecord } from './call-record.ts';
import { readJson } from './read-json.ts';
import { buildEvent, StreamReading } from './stream-reading.ts';

type StreamRecord = Pick<CallRecord, 'responseChunks' | 'responseTimes' | 'responseHeaders'>;

/** Reads an answer in Bedrock's event-stream framing as far as it came. */
export function readEventStream(reader: OperationStreamReader, call: StreamRecord): CallAnswer {
  const stream = new StreamReading(reader);
  const { messages, chunkIndexes, isCut } = decode(call.responseChunks);
  const payloads = parsePayloads(messages);
  for (const [index, message] of messages.entries())
    stream.add(message, payloads[index], call.responseTimes?.[chunkIndexes[index] ?? 0]);
  return stream.finish(call.responseHeaders, isCut);
}

interface DecodedStream {
  messages: EventStreamMessage[];
  /** In which chunk each message ended. */
  chunkIndexes: number[];
  isCut: boolean;
}

function decode(chunks: readonly Uint8Array[]): DecodedStream {
  const decoder = createEventStreamDecoder();
  const stream: DecodedStream = { messages: [], chunkIndexes: [], isCut: false };
  try {
    for (const [index, chunk] of chunks.entries()) {
      for (const message of decoder.push(chunk)) {
        stream.messages.push(message);
        stream.chunkIndexes.push(index);
      }
    }
    decoder.end();
  } catch {
    // Cut within a message: what came before counts.
    stream.isCut = true;
  }
  return stream;
}

const [open, comma, close] = Buffer.from('[,]');

/** Parses all bodies as one array, in a third of the time that each by itself takes; one by one where that fails. */
function parsePayloads(messages: readonly EventStreamMessage[]): unknown[] {
  let length = 1;
  for (const { body } of messages) length += body.length + 1;
  const joined = Buffer.allocUnsafe(length);
  let at = 0;
  for (const { body } of messages) {
    joined[at] = at === 0 ? open! : comma!;
    joined.set(body, at + 1);
    at += body.length + 1;
  }
  joined[at] = close!;
  try {
    const payloads: unknown = JSON.parse(joined.toString());
    if (Array.isArray(payloads) && payloads.length === messages.length) return payloads;
  } catch {
    // Such as an empty body.
  }
  return messages.map(({ body }) => readJson(body));
}

/** Reads what a client sent in a stream of its own. Where each event is signed, it lies inside another one. */
export function readInputStream(reader: OperationStreamReader, body: Uint8Array): void {
  try {
    for (const message of createEventStreamDecoder().push(body)) {
      const signed = message.headers[':chunk-signature'] !== undefined;
      const [inner] = signed ? createEventStreamDecoder().push(message.body) : [message];
      const event = inner && buildEvent(inner, readJson(inner.body));
      if (event) reader.readInput?.(event);
    }
  } catch {
    // What came before counts.
  }
}
