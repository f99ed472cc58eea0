import type { AttachmentReference } from '@outcrop/protocol';
import { readString } from '../read-value.ts';

/**
 * The content of an InvokeModel body: parsed when it is JSON, text when it is text, else a reference with its size.
 * Null when it can be read only once (a stream, a Blob): that is left to the caller.
 */
export function readBody(body: unknown, contentType: unknown): unknown {
  if (typeof body === 'string') return parseJsonOrText(body);
  const bytes = findBytes(body);
  if (!bytes) return null;
  try {
    return parseJsonOrText(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return {
      type: 'attachment',
      content_type: readString(contentType) ?? 'application/octet-stream',
      byte_length: bytes.byteLength,
    } satisfies AttachmentReference;
  }
}

function parseJsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function findBytes(body: unknown): Uint8Array | undefined {
  if (body instanceof Uint8Array) return body;
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  return body instanceof ArrayBuffer ? new Uint8Array(body) : undefined;
}
