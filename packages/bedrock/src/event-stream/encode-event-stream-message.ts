import { crc32 } from './crc32.ts';
import { encodeHeaders, type EventStreamHeaderValue } from './event-stream-header.ts';

export interface EncodableEventStreamMessage {
  /** A plain string stands for a header of type string. */
  headers: Readonly<Record<string, EventStreamHeaderValue | string>>;
  body: Uint8Array;
}

/** Encodes one message of `application/vnd.amazon.eventstream`, with both checksums. */
export function encodeEventStreamMessage({ headers, body }: EncodableEventStreamMessage): Uint8Array {
  const headerBytes = encodeHeaders(headers);
  const message = new Uint8Array(16 + headerBytes.length + body.length);
  const view = new DataView(message.buffer);
  view.setUint32(0, message.length);
  view.setUint32(4, headerBytes.length);
  view.setUint32(8, crc32(message, 0, 8));
  message.set(headerBytes, 12);
  message.set(body, 12 + headerBytes.length);
  view.setUint32(message.length - 4, crc32(message, 0, message.length - 4));
  return message;
}
