import type { JsonValue } from '@outcrop/protocol';
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
import type {
  DocumentPart,
  MediaPart,
  Part,
  SearchResultPart,
  ToolResultPart,
} from '../conversation/part.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';
import { parseMedia } from '../media/parse-media.ts';
import { takeCacheMark } from '../conversation/take-cache-mark.ts';
import { parseAnthropicCitations } from './parse-anthropic-citations.ts';

/** Reads one content block. Blocks of tools that Anthropic runs itself are reported and left out. */
export function parseBlock(block: Fields, place: string, context: TranslationContext): Part | undefined {
  const part = parseContentBlock(block, place, context);
  if (part && part.type !== 'thinking' && part.type !== 'redacted-thinking') {
    part.cache = parseCacheControl(block.cache_control, `${place}.cache_control`) ?? part.cache;
  }
  return part;
}

function parseContentBlock(block: Fields, place: string, context: TranslationContext): Part | undefined {
  switch (block.type) {
    case 'text':
      return {
        type: 'text',
        text: parseString(block.text, `${place}.text`),
        citations: parseAnthropicCitations(block.citations),
      };
    case 'image':
      return parseSource('image', block.source, `${place}.source`);
    case 'document':
      return parseDocument(block, place);
    case 'search_result':
      return parseSearchResult(block, place);
    case 'thinking':
      return {
        type: 'thinking',
        text: parseString(block.thinking, `${place}.thinking`),
        signature: parseOptionalString(block.signature, `${place}.signature`) || undefined,
      };
    case 'redacted_thinking':
      return { type: 'redacted-thinking', data: parseString(block.data, `${place}.data`) };
    case 'tool_use':
      return {
        type: 'tool-call',
        id: parseString(block.id, `${place}.id`),
        name: parseString(block.name, `${place}.name`),
        input: (block.input ?? {}) as JsonValue,
      };
    case 'tool_result':
      return parseToolResult(block, place, context);
    default:
      return dropBlock(block.type, place, context);
  }
}

function dropBlock(type: unknown, place: string, context: TranslationContext): undefined {
  if (typeof type !== 'string') refuse(`${place}.type`, 'is missing');
  context.drop(place, `"${type}" cannot be sent to Bedrock in this format`);
  return undefined;
}

function parseSource(type: 'image' | 'document', value: unknown, place: string): MediaPart {
  const source = parseRecord(value, place);
  switch (source.type) {
    case 'base64': {
      const format = parseOptionalString(source.media_type, `${place}.media_type`);
      return parseMedia(type, { data: source.data, format, place: `${place}.data` });
    }
    case 'url':
      return parseMedia(type, { url: source.url, place: `${place}.url` });
    default:
      return refuse(
        `${place}.type`,
        `"${String(source.type)}" cannot be sent to Bedrock: send base64 or a URL`,
      );
  }
}

function parseDocument(block: Fields, place: string): DocumentPart {
  const document = parseDocumentSource(block.source, `${place}.source`);
  document.name = parseOptionalString(block.title, `${place}.title`);
  document.context = parseOptionalString(block.context, `${place}.context`);
  document.hasCitations = isRecord(block.citations) && block.citations.enabled === true;
  return document;
}

function parseDocumentSource(value: unknown, place: string): DocumentPart {
  const source = parseRecord(value, place);
  if (source.type === 'text') {
    return buildTextDocument(parseString(source.data, `${place}.data`), place);
  }
  if (source.type === 'content')
    return buildTextDocument(parseTexts(source.content, `${place}.content`), place);
  return parseSource('document', source, place) as DocumentPart;
}

function buildTextDocument(text: string, place: string): DocumentPart {
  return { type: 'document', format: 'txt', source: { kind: 'text', text }, place };
}

function parseTexts(value: unknown, place: string): string {
  if (typeof value === 'string') return value;
  return listTexts(value, place).join('\n\n');
}

function listTexts(value: unknown, place: string): string[] {
  return parseArray(value, place).map((item, index) => {
    const block = parseRecord(item, `${place}[${index}]`);
    return parseString(block.text, `${place}[${index}].text`);
  });
}

function parseSearchResult(block: Fields, place: string): SearchResultPart {
  return {
    type: 'search-result',
    source: parseString(block.source, `${place}.source`),
    title: parseString(block.title, `${place}.title`),
    texts: listTexts(block.content, `${place}.content`),
    hasCitations: isRecord(block.citations) && block.citations.enabled === true,
  };
}

function parseToolResult(block: Fields, place: string, context: TranslationContext): ToolResultPart {
  const content = block.content ?? [];
  const parts =
    typeof content === 'string'
      ? [{ type: 'text' as const, text: content }]
      : parseArray(content, `${place}.content`).flatMap((item, index) => {
          const itemPlace = `${place}.content[${index}]`;
          return parseBlock(parseRecord(item, itemPlace), itemPlace, context) ?? [];
        });
  return {
    type: 'tool-result',
    callId: parseString(block.tool_use_id, `${place}.tool_use_id`),
    parts: parts as ToolResultPart['parts'],
    isError: block.is_error === true,
    cache: takeCacheMark(parts),
  };
}
