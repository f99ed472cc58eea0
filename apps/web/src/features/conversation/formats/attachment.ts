import { isSha256, mapFormatToContentType } from '@outcrop/protocol';

import { isObject, type JsonValue, readNumber, readPath, readString } from '../../../lib/json-value.ts';
import type { AttachmentPart } from '../conversation.ts';

function readReference(value: JsonValue | undefined): Partial<AttachmentPart> {
  if (!isObject(value) || value['type'] !== 'attachment') return {};
  const sha256 = readString(value['sha256']);
  return {
    contentType: readString(value['content_type']),
    byteLength: readNumber(value['byte_length']),
    name: readString(value['name']),
    sha256: sha256 !== undefined && isSha256(sha256) ? sha256 : undefined,
    address: readString(value['uri']),
    note: readString(value['note']),
  };
}

function guessMedia(contentType = ''): AttachmentPart['media'] {
  const [kind] = contentType.split('/', 1);
  if (kind === 'image' || kind === 'video' || kind === 'audio') return kind;
  return kind === 'text' || contentType === 'application/pdf' ? 'document' : 'file';
}

const mostFound = 50;

/** Every attachment that is referred to anywhere in a value, each hash once. */
export function findAttachments(value: JsonValue | undefined): AttachmentPart[] {
  const found = new Map<string, AttachmentPart>();
  const stack = [value];
  while (stack.length > 0 && found.size < mostFound) {
    const next = stack.pop();
    if (typeof next !== 'object' || next === null) continue;
    if (!isObject(next) || next['type'] !== 'attachment') {
      // Not by a spread: a list of 200,000 is more than a call takes.
      for (const inner of Object.values(next).toReversed()) stack.push(inner);
      continue;
    }
    const reference = readReference(next);
    const key = reference.sha256 ?? `${found.size}`;
    found.set(key, { ...reference, kind: 'attachment', media: guessMedia(reference.contentType) });
  }
  return [...found.values()];
}

/** The bytes, or what stands for them, wherever a body keeps them. */
function findBytes(block: JsonValue): JsonValue | undefined {
  return (
    readPath(block, 'source', 'bytes') ??
    readPath(block, 'source', 'data') ??
    readPath(block, 'image_url', 'url') ??
    readPath(block, 'image_url') ??
    readPath(block, 'file_data') ??
    readPath(block, 'data') ??
    readPath(block, 'source', 's3Location') ??
    readPath(block, 'source')
  );
}

function findAddress(block: JsonValue): string | undefined {
  return (
    readString(readPath(block, 'source', 's3Location', 'uri')) ??
    readString(readPath(block, 'source', 'url')) ??
    readString(readPath(block, 'image_url', 'url')) ??
    readString(readPath(block, 'image_url')) ??
    readString(readPath(block, 'file_url'))
  );
}

/** Reads an image, document, video or audio block of any body; `media` says what the block called itself. */
export function readAttachment(block: JsonValue, media: AttachmentPart['media']): AttachmentPart {
  const reference = readReference(findBytes(block));
  const format = readString(readPath(block, 'format'));
  const contentType =
    reference.contentType ??
    readString(readPath(block, 'source', 'media_type')) ??
    (format &&
      (mapFormatToContentType(format, media === 'audio' ? 'audio' : 'video') ?? `${media}/${format}`));
  const address = findAddress(block) ?? reference.address;
  return {
    kind: 'attachment',
    media,
    name:
      readString(readPath(block, 'name')) ??
      readString(readPath(block, 'title')) ??
      readString(readPath(block, 'filename')) ??
      reference.name,
    contentType,
    byteLength: reference.byteLength,
    sha256: reference.sha256,
    note: reference.note,
    address: address?.startsWith('data:') ? undefined : address,
  };
}
