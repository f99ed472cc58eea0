import { encodeEventStreamMessage } from '@outcrop/bedrock';

import type { StreamEvent } from '../operations/operation.ts';
import { padPayload } from './padding.ts';

/** One frame of an event stream, ready for the wire. */
export interface Frame {
  bytes: Uint8Array;
  /** Generated tokens it carries, for pacing. */
  tokens: number;
}

export function encodeEvent(event: StreamEvent): Frame {
  if (event.isException) return encodeException(event.type, event.payload);
  const headers = {
    ':event-type': event.type,
    ':content-type': 'application/json',
    ':message-type': 'event',
  };
  return { bytes: encodeJson(headers, padPayload(event.payload)), tokens: event.tokens };
}

/** A modelled exception in the stream, such as `modelStreamErrorException`. */
export function encodeException(type: string, body: Record<string, unknown>): Frame {
  const headers = {
    ':exception-type': type,
    ':content-type': 'application/json',
    ':message-type': 'exception',
  };
  return { bytes: encodeJson(headers, body), tokens: 0 };
}

/** The same frame with a checksum that no longer fits. */
export function breakChecksum(frame: Frame): Frame {
  const bytes = Uint8Array.from(frame.bytes);
  const last = bytes.length - 1;
  bytes[last] = (bytes[last] ?? 0) ^ 0xff;
  return { ...frame, bytes };
}

/** Cuts recorded bytes at their frames' borders; undefined when they are not whole frames. */
export function splitFrames(bytes: Uint8Array): Frame[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames: Frame[] = [];
  let offset = 0;
  while (offset < bytes.byteLength) {
    // The prelude alone is 12 bytes and the checksum 4; less is no frame and would never end.
    const length = offset + 16 <= bytes.byteLength ? view.getUint32(offset) : 0;
    if (length < 16 || offset + length > bytes.byteLength) return undefined;
    frames.push({ bytes: bytes.subarray(offset, offset + length), tokens: 1 });
    offset += length;
  }
  return frames;
}

function encodeJson(headers: Record<string, string>, payload: unknown): Uint8Array {
  return encodeEventStreamMessage({ headers, body: Buffer.from(JSON.stringify(payload)) });
}
