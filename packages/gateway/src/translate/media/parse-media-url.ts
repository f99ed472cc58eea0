import { refuse } from '../conversation/parse-field.ts';
import type { MediaSource } from '../conversation/part.ts';

export interface MediaUrl {
  source: MediaSource;
  /** As the data URL says it. */
  mediaType?: string;
}

/** Takes a `data:` URL of base64, an `s3:` address or an `http(s):` address. Throws a 400 for anything else. */
export function parseMediaUrl(url: string, place: string): MediaUrl {
  if (url.startsWith('data:')) return parseDataUrl(url, place);
  if (url.startsWith('s3://')) return { source: { kind: 's3', uri: url } };
  if (/^https?:\/\//i.test(url)) return { source: { kind: 'url', url } };
  return refuse(place, 'must be a data: URL with base64, an https: URL or an s3: address');
}

function parseDataUrl(url: string, place: string): MediaUrl {
  const comma = url.indexOf(',');
  const header = url.slice(5, comma);
  if (comma === -1 || !header.endsWith(';base64')) {
    refuse(place, 'a data: URL must hold base64, as in data:image/png;base64,…');
  }
  return {
    source: { kind: 'base64', data: parseBase64(url.slice(comma + 1), place) },
    mediaType: header.slice(0, -';base64'.length),
  };
}

/** Checks base64 without decoding it all. Throws a 400 when it is empty or plainly something else. */
export function parseBase64(data: string, place: string): string {
  if (data === '') refuse(place, 'is empty');
  if (!/^[\w+/\-\s]*={0,2}\s*$/.test(data.length > 128 ? data.slice(0, 128).trimEnd() : data)) {
    refuse(place, 'is not base64');
  }
  return data;
}
