import {
  mapFormatToContentType,
  sniffContentType,
  sniffedByteLength,
  type AttachmentReference,
} from '@outcrop/protocol';
import { findBase64 } from './base64-positions.ts';
import { Base64Text, BorrowedBytes, type ByteSource } from './byte-source.ts';
import { describeBlock, type BlockDescription } from './describe-block.ts';
import type { PendingAttachment } from './pending-attachment.ts';

const unknownType = 'application/octet-stream';

/** The attachment that bytes are. `ancestors` are the objects around them, innermost last. */
export function findBytesAttachment(
  bytes: Uint8Array | Blob,
  ancestors: readonly object[],
): PendingAttachment {
  if (!(bytes instanceof Uint8Array)) {
    const { name } = bytes as Blob & { name?: unknown };
    const declared = {
      contentType: bytes.type || undefined,
      name: typeof name === 'string' ? name : undefined,
    };
    return { reference: buildReference(bytes.size, declared), source: bytes };
  }
  return refer(new BorrowedBytes(bytes), describeSafely(ancestors));
}

/** The attachment that a long text under `key` is; undefined for ordinary text. The last ancestor owns the key. */
export function findTextAttachment(
  key: string,
  text: string,
  ancestors: readonly object[],
): PendingAttachment | undefined {
  const owner = ancestors.findLast((ancestor) => !Array.isArray(ancestor)) ?? {};
  const found = findBase64(key, text, owner);
  if (!found) return undefined;
  const declared = describeSafely(ancestors);
  const contentType = mapFormatToContentType(found.contentType ?? '') ?? declared.contentType;
  return refer(new Base64Text(text, found.offset), { ...declared, contentType });
}

/**
 * The reference that an `s3Location` is: everything it said, and what the block around it says of the bytes. Nothing is
 * uploaded.
 */
export function referToAddress(
  location: object,
  ancestors: readonly object[],
): AttachmentReference | undefined {
  const { uri } = location as { uri?: unknown };
  if (typeof uri !== 'string') return undefined;
  const { contentType = unknownType, name } = describeSafely(ancestors);
  return { ...location, type: 'attachment', content_type: contentType, ...(name && { name }), uri };
}

function refer(source: ByteSource, declared: BlockDescription): PendingAttachment {
  const contentType =
    declared.contentType ?? sniffContentType(source.read(0, Math.min(sniffedByteLength, source.byteLength)));
  return { reference: buildReference(source.byteLength, { ...declared, contentType }), source };
}

function buildReference(byteLength: number, { contentType, name }: BlockDescription): AttachmentReference {
  return {
    type: 'attachment',
    content_type: contentType ?? unknownType,
    byte_length: byteLength,
    ...(name && { name }),
  };
}

/** A getter around the bytes that throws must not cost the bytes. */
function describeSafely(ancestors: readonly object[]): BlockDescription {
  try {
    return describeBlock(ancestors);
  } catch {
    return {};
  }
}
