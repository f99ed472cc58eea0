import { crc32 } from './crc32.ts';
import { decodeHeaders } from './decode-headers.ts';
import { concatBytes, type EventStreamHeaders } from './event-stream-header.ts';
import { malformed } from './malformed.ts';

const preludeLength = 12;
const shortestMessage = 16;
// Bedrock's largest is 25 MB: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_PayloadPart.html
const longestMessage = 32 * 1024 * 1024;

export interface EventStreamMessage {
  headers: EventStreamHeaders;
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
  const buffer = new ChunkBuffer();
  let failure: unknown;
  return {
    push(bytes) {
      if (failure) throw failure;
      try {
        buffer.add(bytes);
        return takeMessages(buffer);
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

function takeMessages(buffer: ChunkBuffer): EventStreamMessage[] {
  const messages: EventStreamMessage[] = [];
  for (;;) {
    const prelude = buffer.peek(preludeLength);
    if (!prelude) return messages;
    const { messageLength, headersLength } = readPrelude(prelude);
    const bytes = buffer.peek(messageLength);
    if (!bytes) return messages;
    buffer.advance(messageLength);
    messages.push(readMessage(bytes, headersLength));
  }
}

function readPrelude(bytes: Uint8Array): { messageLength: number; headersLength: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, preludeLength);
  const messageLength = view.getUint32(0);
  const headersLength = view.getUint32(4);
  if (view.getUint32(8) !== crc32(bytes.subarray(0, 8)))
    throw malformed('the checksum of a prelude is wrong');
  if (messageLength < shortestMessage || messageLength > longestMessage) {
    throw malformed(`a message claims ${messageLength} bytes`);
  }
  if (headersLength > messageLength - shortestMessage)
    throw malformed('headers are longer than their message');
  return { messageLength, headersLength };
}

function readMessage(bytes: Uint8Array, headersLength: number): EventStreamMessage {
  const end = bytes.length - 4;
  const checksum = new DataView(bytes.buffer, bytes.byteOffset + end, 4).getUint32(0);
  if (checksum !== crc32(bytes.subarray(0, end))) throw malformed('the checksum of a message is wrong');
  const bodyStart = preludeLength + headersLength;
  return {
    headers: decodeHeaders(bytes.subarray(preludeLength, bodyStart)),
    body: bytes.subarray(bodyStart, end),
  };
}

/** Pieces of the stream, joined only when a message spans several: each byte is copied at most twice. */
class ChunkBuffer {
  private chunks: Uint8Array[] = [];
  length = 0;

  add(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.chunks.push(chunk);
    this.length += chunk.length;
  }

  /** The next bytes in one piece; undefined while fewer have arrived. */
  peek(count: number): Uint8Array | undefined {
    if (this.length < count) return undefined;
    const [first] = this.chunks;
    if (first && first.length >= count) return first.subarray(0, count);
    const joined = concatBytes(this.chunks);
    this.chunks = [joined];
    return joined.subarray(0, count);
  }

  /** Drops bytes that were peeked at. */
  advance(count: number): void {
    const [first, ...rest] = this.chunks;
    const left = first?.subarray(count);
    this.chunks = left && left.length > 0 ? [left, ...rest] : rest;
    this.length -= count;
  }
}
