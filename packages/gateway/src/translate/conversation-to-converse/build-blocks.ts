import type { JsonObject, JsonValue } from '@outcrop/protocol';
import type { Turn } from '../conversation/conversation.ts';
import type {
  CacheMark,
  DocumentPart,
  MediaPart,
  MediaSource,
  Part,
  SearchResultPart,
  TextPart,
  ToolResultPart,
} from '../conversation/part.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';
import { nameDocument } from '../media/name-document.ts';
import { resolveFormat } from '../media/resolve-format.ts';
import { buildCitation } from './build-citation.ts';
import type {
  ConverseBlock,
  ConverseCachePoint,
  ConverseDocument,
  ConverseMedia,
  ConverseMessage,
  ConverseSource,
} from './converse-request.ts';

/** Builds messages. Document names are unique over all of them, as Bedrock asks. */
export function buildMessages(turns: readonly Turn[], context: TranslationContext): ConverseMessage[] {
  const documentNames = new Set<string>();
  return turns.map((turn) => ({ role: turn.role, content: buildTurn(turn, documentNames, context) }));
}

/** Builds the system prompt. */
export function buildSystem(parts: readonly TextPart[]): ConverseBlock[] {
  const blocks: ConverseBlock[] = [];
  for (const part of parts) {
    blocks.push(buildText(part));
    if (part.cache) blocks.push({ cachePoint: buildCachePoint(part.cache) });
  }
  return blocks;
}

export function buildCachePoint(cache: CacheMark): ConverseCachePoint {
  return cache.ttl === undefined ? { type: 'default' } : { type: 'default', ttl: cache.ttl };
}

function buildTurn(turn: Turn, documentNames: Set<string>, context: TranslationContext): ConverseBlock[] {
  const blocks: ConverseBlock[] = [];
  // Bedrock refuses a cache point right after a document: it waits for the next block of another kind.
  let waiting: CacheMark | undefined;
  for (const part of turn.parts) {
    blocks.push(buildBlock(part, documentNames));
    const mark = ('cache' in part ? part.cache : undefined) ?? waiting;
    waiting = undefined;
    if (mark && part.type === 'document') waiting = mark;
    else if (mark) blocks.push({ cachePoint: buildCachePoint(mark) });
  }
  if (needsText(turn)) {
    blocks.push({ text: 'The document is attached.' });
    if (waiting) blocks.push({ cachePoint: buildCachePoint(waiting) });
  } else if (waiting) {
    context.drop('cache_control', 'cannot stand right after a document: put text behind it');
  }
  return blocks;
}

function needsText({ parts }: Turn): boolean {
  return parts.some((part) => part.type === 'document') && !parts.some((part) => part.type === 'text');
}

function buildBlock(part: Part, documentNames: Set<string>): ConverseBlock {
  switch (part.type) {
    case 'text':
      return buildText(part);
    case 'tool-call':
      return { toolUse: { toolUseId: part.id, name: part.name, input: wrapInput(part.input) } };
    case 'tool-result':
      return buildToolResult(part, documentNames);
    case 'thinking':
      return {
        reasoningContent: { reasoningText: { text: part.text, signature: part.signature ?? '' } },
      };
    case 'redacted-thinking':
      return { reasoningContent: { redactedContent: part.data } };
    case 'search-result':
      return buildSearchResult(part);
    case 'image':
    case 'audio':
    case 'video':
    case 'document':
      return buildMedia(part, documentNames);
    default:
      return part satisfies never;
  }
}

function buildText(part: TextPart): ConverseBlock {
  if (part.isGuarded) return { guardContent: { text: { text: part.text } } };
  if (!part.citations?.length) return { text: part.text };
  return {
    citationsContent: { content: [{ text: part.text }], citations: part.citations.map(buildCitation) },
  };
}

/** Bedrock takes only objects as a tool's input. */
function wrapInput(input: JsonValue): JsonObject {
  return typeof input === 'object' && input !== null && !Array.isArray(input) ? input : { value: input };
}

function buildToolResult(part: ToolResultPart, documentNames: Set<string>): ConverseBlock {
  const content = part.parts
    .filter((item) => item.type !== 'text' || item.text.trim() !== '')
    .map((item) => buildBlock(item, documentNames));
  if (content.length === 0) content.push({ text: '(empty)' });
  const toolResult = { toolUseId: part.callId, content };
  return { toolResult: part.isError ? { ...toolResult, status: 'error' } : toolResult };
}

function buildSearchResult(part: SearchResultPart): ConverseBlock {
  const searchResult = {
    source: part.source,
    title: part.title,
    content: part.texts.map((text) => ({ text })),
  };
  return {
    searchResult: part.hasCitations ? { ...searchResult, citations: { enabled: true } } : searchResult,
  };
}

function buildMedia(part: MediaPart, documentNames: Set<string>): ConverseBlock {
  const media: ConverseMedia = { format: resolveFormat(part), source: buildSource(part.source) };
  switch (part.type) {
    case 'image':
      return { image: media };
    case 'audio':
      return { audio: media };
    case 'video':
      return { video: media };
    case 'document':
      return { document: buildDocument(part, media, documentNames) };
    default:
      return part satisfies never;
  }
}

function buildDocument(part: DocumentPart, media: ConverseMedia, names: Set<string>): ConverseDocument {
  const document: ConverseDocument = { name: nameDocument(part.name, names), ...media };
  if (part.context !== undefined) document.context = part.context;
  if (part.hasCitations) document.citations = { enabled: true };
  return document;
}

function buildSource(source: MediaSource): ConverseSource {
  switch (source.kind) {
    case 'base64':
      return { bytes: source.data };
    case 's3':
      return {
        s3Location: source.bucketOwner
          ? { uri: source.uri, bucketOwner: source.bucketOwner }
          : { uri: source.uri },
      };
    case 'text':
      return { text: source.text };
    case 'url':
      throw new TypeError('[outcrop] a URL is left in the conversation: load remote media before building');
    default:
      return source satisfies never;
  }
}
