import { parseString } from '../conversation/parse-field.ts';
import type { MediaPart } from '../conversation/part.ts';
import { findFileFormat, findFormat } from './media-format.ts';
import { parseBase64, parseMediaUrl } from './parse-media-url.ts';

export interface MediaFields {
  /** A `data:`, `https:` or `s3:` address; else `data` is read. */
  url?: unknown;
  /** Base64. */
  data?: unknown;
  /** A format or media type that the client states. */
  format?: string;
  /** A file's name, whose ending may be all that says the format. */
  name?: string;
  /** Of the address or the bytes in the client's body. */
  place: string;
}

/** Makes a media part of what a client sent. Throws a 400 that names the field when it cannot be read. */
export function parseMedia(type: MediaPart['type'], fields: MediaFields): MediaPart {
  const { place } = fields;
  const { source, mediaType } =
    fields.url === undefined
      ? { source: { kind: 'base64' as const, data: parseBase64(parseString(fields.data, place), place) } }
      : parseMediaUrl(parseString(fields.url, place), place);
  const format =
    findFormat(type, fields.format) ??
    findFormat(type, mediaType) ??
    findFileFormat(type, fields.name) ??
    (source.kind === 's3' ? findFileFormat(type, source.uri) : undefined);
  return type === 'document'
    ? { type, source, format, name: fields.name, place }
    : { type, source, format, place };
}
