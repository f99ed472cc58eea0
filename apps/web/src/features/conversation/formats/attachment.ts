import { isObject, type JsonValue, readNumber, readPath, readString } from '../../../lib/json-value.ts';
import type { AttachmentPart } from '../conversation.ts';

function readReference(value: JsonValue | undefined): Partial<AttachmentPart> {
  if (!isObject(value) || value['type'] !== 'attachment') return {};
  return {
    contentType: readString(value['content_type']),
    byteLength: readNumber(value['byte_length']),
    name: readString(value['name']),
  };
}

/** The bytes, or what stands for them, wherever a body keeps them. */
function findBytes(block: JsonValue): JsonValue | undefined {
  return (
    readPath(block, 'source', 'bytes') ??
    readPath(block, 'source', 'data') ??
    readPath(block, 'image_url', 'url') ??
    readPath(block, 'data')
  );
}

function findAddress(block: JsonValue): string | undefined {
  return (
    readString(readPath(block, 'source', 's3Location', 'uri')) ??
    readString(readPath(block, 'source', 'url')) ??
    readString(readPath(block, 'image_url', 'url'))
  );
}

/** Reads an image, document, video or audio block of any body; `media` says what the block called itself. */
export function readAttachment(block: JsonValue, media: AttachmentPart['media']): AttachmentPart {
  const reference = readReference(findBytes(block));
  const format = readString(readPath(block, 'format'));
  const contentType =
    reference.contentType ??
    readString(readPath(block, 'source', 'media_type')) ??
    (format && `${media}/${format}`);
  const address = findAddress(block);
  return {
    kind: 'attachment',
    media,
    name: readString(readPath(block, 'name')) ?? readString(readPath(block, 'title')) ?? reference.name,
    contentType,
    byteLength: reference.byteLength,
    address: address?.startsWith('data:') ? undefined : address,
  };
}
