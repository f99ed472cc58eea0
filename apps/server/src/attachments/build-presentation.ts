import { mapFormatToContentType } from '@outcrop/protocol';

/** Types that are only ever seen or heard. HTML, SVG, XML and PDF can carry scripts and are never among them. */
const shownTypes: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'audio/mpeg',
  'audio/mp4',
  'audio/wav',
  'audio/ogg',
  'audio/flac',
  'audio/aac',
  'audio/webm',
  'video/mp4',
  'video/webm',
  'video/ogg',
  'video/quicktime',
]);

/** Shown as plain text, whatever markup is in it. */
const textTypes: ReadonlySet<string> = new Set(['text/plain', 'text/csv', 'text/markdown']);

/** Downloaded under their own type, so that the right program opens them. */
const documentTypes: ReadonlySet<string> = new Set(['application/pdf', 'application/zip']);

export interface PresentationOptions {
  /** From a trace, so not to be trusted. */
  contentType: string | undefined;
  /** From a trace, so not to be trusted. */
  name: string | undefined;
  sha256: string;
}

export interface Presentation {
  contentType: string;
  /** The Content-Disposition header. */
  disposition: string;
}

/** Decides under which type a browser gets an attachment, and whether it shows or downloads it. */
export function buildPresentation({ contentType = '', name, sha256 }: PresentationOptions): Presentation {
  const type = mapFormatToContentType(contentType) ?? '';
  const isText = textTypes.has(type);
  const isShown = isText || shownTypes.has(type);
  return {
    contentType: isText
      ? 'text/plain; charset=utf-8'
      : isShown || documentTypes.has(type)
        ? type
        : 'application/octet-stream',
    disposition: `${isShown ? 'inline' : 'attachment'}; ${buildFileName(name || sha256.slice(0, 12))}`,
  };
}

/** Both spellings of https://www.rfc-editor.org/rfc/rfc6266: the second one for what is not ASCII. */
function buildFileName(name: string): string {
  const flat = name.replaceAll(/[\p{Cc}/\\]/gu, '_').slice(0, 200);
  const ascii = flat.replaceAll(/[^\w .()-]/g, '_');
  const encoded = encodeURIComponent(flat).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
