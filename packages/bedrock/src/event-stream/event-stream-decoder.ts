import { crc32 } from './crc32.ts';
import { createHeaderDecoder, type HeaderDecoder } from './decode-headers.ts';
import { concatBytes, type EventStreamHeaders } from './event-stream-header.ts';
import { malformed } from './malformed.ts';

const preludeLength = 12;
const shortestMessage = 16;
// Bedrock's largest is 25 MB: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_PayloadPart.html
const longestMessage = 32 * 1024 * 1024;

export interface EventStreamMessage {
  /** Messages with the same headers may share the object: it is to be read only. */
  headers: Readonly<EventStreamHeaders>;
  /** May share memory with the pushed bytes. */
  body: Uint8Array;
}

export interface EventStreamDecoder {
  /** Takes any piece of the stream and returns the messages it completes. Throws, also on every later call, when malformed. */
  push(bytes: Uint8Array): EventStreamMessage[];
  /** Call it when the stream has ended: throws when that cut a message. */
  end(): void;
}

/** Decodes `application/vnd.amazon.eventstream` as it arrives, checking lengths and both checksums. */
export function createEventStreamDecoder(): EventStreamDecoder {
  const buffer = new MessageBuffer();
  let failure: unknown;
  return {
    push(bytes) {
      if (failure) throw failure;
      try {
        return buffer.push(bytes);
      } catch (error) {
        failure = error;
        throw error;
      }
    },
    end() {
      if (failure) throw failure;
      if (buffer.length > 0) throw malformed(`it ended ${buffer.length} bytes into a message`);
    },
  };
}

/** The text of a string header such as `:event-type`. */
export function findStringHeader(message: EventStreamMessage, name: string): string | undefined {
  const header = message.headers[name];
  return header?.type === 'string' ? header.value : undefined;
}

/**
 * Pieces of the stream, joined only when a message spans several: each byte is copied at most twice. A message is read
 * where it lies, with one view of the piece: a stream is thousands of messages of a hundred bytes.
 */
class MessageBuffer {
  readonly #decodeHeaders: HeaderDecoder = createHeaderDecoder();
  #chunks: Uint8Array[] = [];
  /** Bytes that wait for the rest of their message. */
  length = 0;
  /** How many bytes have to be there before anything can be read. */
  #wanted = preludeLength;

  push(bytes: Uint8Array): EventStreamMessage[] {
    if (bytes.length === 0) return [];
    this.#chunks.push(bytes);
    this.length += bytes.length;
    if (this.length < this.#wanted) return [];
    const joined = this.#chunks.length === 1 ? bytes : concatBytes(this.#chunks);
    const messages: EventStreamMessage[] = [];
    const taken = this.#readMessages(joined, messages);
    this.length = joined.length - taken;
    this.#chunks = this.length === 0 ? [] : [joined.subarray(taken)];
    return messages;
  }

  /** Returns how many bytes the whole messages take. */
  #readMessages(bytes: Uint8Array, messages: EventStreamMessage[]): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let at = 0;
    for (;;) {
      this.#wanted = preludeLength;
      if (bytes.length - at < preludeLength) return at;
      const messageLength = readMessageLength(bytes, view, at);
      this.#wanted = messageLength;
      if (bytes.length - at < messageLength) return at;
      const end = at + messageLength - 4;
      if (view.getUint32(end) !== crc32(bytes, at, end))
        throw malformed('the checksum of a message is wrong');
      const bodyStart = at + preludeLength + view.getUint32(at + 4);
      messages.push({
        headers: this.#decodeHeaders(bytes, at + preludeLength, bodyStart),
        body: bytes.subarray(bodyStart, end),
      });
      at += messageLength;
    }
  }
}

/** Checks the prelude too. */
function readMessageLength(bytes: Uint8Array, view: DataView, at: number): number {
  const messageLength = view.getUint32(at);
  if (view.getUint32(at + 8) !== crc32(bytes, at, at + 8))
    throw malformed('the checksum of a prelude is wrong');
  if (messageLength < shortestMessage || messageLength > longestMessage) {
    throw malformed(`a message claims ${messageLength} bytes`);
  }
  if (view.getUint32(at + 4) > messageLength - shortestMessage)
    throw malformed('headers are longer than their message');
  return messageLength;
}
