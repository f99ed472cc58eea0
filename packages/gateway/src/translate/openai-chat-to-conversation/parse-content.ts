import { parseCacheControl } from '../conversation/parse-cache-mark.ts';
import {
  type Fields,
  isRecord,
  parseArray,
  parseOptionalString,
  parseRecord,
  parseString,
  refuse,
} from '../conversation/parse-field.ts';
import type { CacheMark, Part, TextPart } from '../conversation/part.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';
import { parseMedia } from '../media/parse-media.ts';
import { findThinking } from './parse-reasoning-parts.ts';

/** Reads a message's `content`: a text or a list of parts. */
export function parseContent(content: unknown, place: string, context: TranslationContext): Part[] {
  const at = `${place}.content`;
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  if (content === undefined || content === null) return refuse(at, 'is missing');
  const parts: Part[] = [];
  for (const [index, value] of parseArray(content, at).entries()) {
    const partPlace = `${at}[${index}]`;
    const field = parseRecord(value, partPlace);
    const parsed = parsePart(field, partPlace, context);
    const cache = parsePartMark(field, partPlace);
    const last = parsed.at(-1);
    if (cache && last && last.type !== 'thinking' && last.type !== 'redacted-thinking') last.cache = cache;
    parts.push(...parsed);
  }
  return parts;
}

/** Reads the content of a system or developer message, which is only text. */
export function parseTextContent(message: Fields, place: string): TextPart[] {
  const at = `${place}.content`;
  const cache = parseCacheControl(message.cache_control, `${place}.cache_control`);
  const parts =
    typeof message.content === 'string'
      ? [{ type: 'text', text: message.content } satisfies TextPart]
      : parseArray(message.content, at).map((value, index) => parseTextPart(value, `${at}[${index}]`));
  const last = parts.at(-1);
  if (cache && last) last.cache = cache;
  return parts;
}

function parseTextPart(value: unknown, place: string): TextPart {
  const part = parseRecord(value, place);
  return { type: 'text', text: parseString(part.text, `${place}.text`), cache: parsePartMark(part, place) };
}

/** Anthropic's mark or OpenAI's own: both end the prefix that is to be cached. */
function parsePartMark(part: Fields, place: string): CacheMark | undefined {
  const cache = parseCacheControl(part.cache_control, `${place}.cache_control`);
  return cache ?? (isRecord(part.prompt_cache_breakpoint) ? {} : undefined);
}

function parsePart(part: Fields, place: string, context: TranslationContext): Part[] {
  switch (part.type) {
    case 'text':
      return [{ type: 'text', text: parseString(part.text, `${place}.text`) }];
    case 'guarded_text':
      return [{ type: 'text', text: parseString(part.text, `${place}.text`), isGuarded: true }];
    case 'refusal':
      return [{ type: 'text', text: parseString(part.refusal, `${place}.refusal`) }];
    case 'image_url':
      return [parseImage(part.image_url, `${place}.image_url`, context)];
    case 'input_audio':
      return [parseAudio(part.input_audio, `${place}.input_audio`)];
    case 'file':
      return [parseFile(part.file, `${place}.file`)];
    case 'video_url': {
      const video = parseRecord(part.video_url, `${place}.video_url`);
      return [parseMedia('video', { url: video.url, place: `${place}.video_url.url` })];
    }
    case 'thinking':
    case 'redacted_thinking':
      return findThinking(part);
    default:
      return refuse(
        `${place}.type`,
        `"${String(part.type)}" is not a kind of content that can be sent to Bedrock`,
      );
  }
}

function parseImage(value: unknown, place: string, context: TranslationContext): Part {
  if (typeof value === 'string') return parseMedia('image', { url: value, place });
  const image = parseRecord(value, place);
  if (image.detail !== undefined && image.detail !== null && image.detail !== 'auto') {
    context.drop(`${place}.detail`, 'Bedrock has no choice of detail');
  }
  const format = parseOptionalString(image.format, `${place}.format`);
  return parseMedia('image', { url: image.url, format, place: `${place}.url` });
}

function parseAudio(value: unknown, place: string): Part {
  const audio = parseRecord(value, place);
  const format = parseOptionalString(audio.format, `${place}.format`);
  return parseMedia('audio', { data: audio.data, format, place: `${place}.data` });
}

/** A file is a document unless its type says that it is a picture, a sound or a film. */
function parseFile(value: unknown, place: string): Part {
  const file = parseRecord(value, place);
  if (file.file_data === undefined || file.file_data === null) {
    refuse(`${place}.file_id`, 'Bedrock keeps no files: send the bytes in file_data');
  }
  const data = parseString(file.file_data, `${place}.file_data`);
  const name = parseOptionalString(file.filename, `${place}.filename`);
  const kind = /^data:(image|audio|video)\//.exec(data)?.[1] as 'image' | 'audio' | 'video' | undefined;
  const isUrl = /^(data:|https?:|s3:)/i.test(data);
  const source = isUrl ? { url: data } : { data };
  return parseMedia(kind ?? 'document', { ...source, name, place: `${place}.file_data` });
}
