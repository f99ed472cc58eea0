import {
  type Fields,
  isRecord,
  parseArray,
  parseOptionalString,
  parseRecord,
  parseString,
  refuse,
} from '../conversation/parse-field.ts';
import { parseCacheControl } from '../conversation/parse-cache-mark.ts';
import type { MediaPart, TextPart } from '../conversation/part.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';
import { parseMedia } from '../media/parse-media.ts';

/** Reads the content of a message or the output of a function: a text or a list of parts. */
export function parseResponsesContent(
  content: unknown,
  place: string,
  context: TranslationContext,
): (TextPart | MediaPart)[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return parseArray(content, place).map((item, index) => {
    const partPlace = `${place}[${index}]`;
    const fields = parseRecord(item, partPlace);
    const part = parsePart(fields, partPlace, context);
    const cache = parseCacheControl(fields.cache_control, `${partPlace}.cache_control`);
    if (cache || isRecord(fields.prompt_cache_breakpoint)) part.cache = cache ?? {};
    return part;
  });
}

function parsePart(part: Fields, place: string, context: TranslationContext): TextPart | MediaPart {
  switch (part.type) {
    case 'input_text':
    case 'output_text':
    case 'text':
      return { type: 'text', text: parseString(part.text, `${place}.text`) };
    case 'refusal':
      return { type: 'text', text: parseString(part.refusal, `${place}.refusal`) };
    case 'input_image':
      return parseImage(part, place, context);
    case 'input_file':
      return parseFile(part, place);
    case 'input_audio': {
      const audio = parseRecord(part.input_audio, `${place}.input_audio`);
      const format = parseOptionalString(audio.format, `${place}.input_audio.format`);
      return parseMedia('audio', { data: audio.data, format, place: `${place}.input_audio.data` });
    }
    default:
      return refuse(
        `${place}.type`,
        `"${String(part.type)}" is not a kind of content that can be sent to Bedrock`,
      );
  }
}

function parseImage(part: Fields, place: string, context: TranslationContext): MediaPart {
  if (part.image_url === undefined || part.image_url === null) {
    refuse(`${place}.file_id`, 'Bedrock keeps no files: send image_url');
  }
  if (part.detail === 'low' || part.detail === 'high') {
    context.drop(`${place}.detail`, 'Bedrock has no choice of detail');
  }
  return parseMedia('image', { url: part.image_url, place: `${place}.image_url` });
}

function parseFile(part: Fields, place: string): MediaPart {
  const name = parseOptionalString(part.filename, `${place}.filename`);
  if (part.file_url !== undefined && part.file_url !== null) {
    return parseMedia('document', { url: part.file_url, name, place: `${place}.file_url` });
  }
  if (part.file_data === undefined || part.file_data === null) {
    refuse(`${place}.file_id`, 'Bedrock keeps no files: send file_data or file_url');
  }
  const data = parseString(part.file_data, `${place}.file_data`);
  const source = data.startsWith('data:') ? { url: data } : { data };
  return parseMedia('document', { ...source, name, place: `${place}.file_data` });
}
