import type { JsonValue } from '@outcrop/protocol';
import { buildAnthropicCitation } from '../answer-to-anthropic/build-anthropic-citation.ts';
import { refuse } from '../conversation/parse-field.ts';
import type {
  CacheMark,
  DocumentPart,
  MediaPart,
  Part,
  SearchResultPart,
  TextPart,
  ToolResultPart,
} from '../conversation/part.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';
import { resolveFormat } from '../media/resolve-format.ts';
import type { AnthropicRequestBlock } from './anthropic-request.ts';

/** Builds the blocks of a turn. */
export function buildAnthropicBlocks(
  parts: readonly Part[],
  context: TranslationContext,
): AnthropicRequestBlock[] {
  return parts.map((part) => {
    const block = buildBlock(part, context);
    if ('cache' in part && part.cache) block.cache_control = buildCacheControl(part.cache);
    return block;
  });
}

export function buildCacheControl({ ttl }: CacheMark): { type: 'ephemeral'; ttl?: string } {
  return ttl === undefined ? { type: 'ephemeral' } : { type: 'ephemeral', ttl };
}

function buildBlock(part: Part, context: TranslationContext): AnthropicRequestBlock {
  switch (part.type) {
    case 'text':
      return buildText(part, context);
    case 'tool-call':
      return { type: 'tool_use', id: part.id, name: part.name, input: wrapInput(part.input) };
    case 'tool-result':
      return buildToolResult(part, context);
    case 'thinking':
      return { type: 'thinking', thinking: part.text, signature: part.signature ?? '' };
    case 'redacted-thinking':
      return { type: 'redacted_thinking', data: part.data };
    case 'search-result':
      return buildSearchResult(part);
    case 'image':
      return { type: 'image', source: buildBase64(part, `image/${resolveFormat(part)}`) };
    case 'document':
      return buildDocument(part);
    case 'audio':
    case 'video':
      return refuse(part.place, `Claude takes no ${part.type}`, 'unsupported_content');
    default:
      return part satisfies never;
  }
}

function buildToolResult(part: ToolResultPart, context: TranslationContext): AnthropicRequestBlock {
  const content = buildAnthropicBlocks(part.parts.filter(isSendable), context);
  const result = { type: 'tool_result' as const, tool_use_id: part.callId, content };
  return part.isError ? { ...result, is_error: true } : result;
}

function buildSearchResult(part: SearchResultPart): AnthropicRequestBlock {
  const content = part.texts.map((text) => ({ type: 'text' as const, text }));
  const result = { type: 'search_result' as const, source: part.source, title: part.title, content };
  return part.hasCitations ? { ...result, citations: { enabled: true } } : result;
}

function isSendable(part: Part): boolean {
  return part.type !== 'text' || part.text.trim() !== '';
}

function buildText(part: TextPart, context: TranslationContext): AnthropicRequestBlock {
  if (part.isGuarded) {
    context.drop('guarded_text', 'InvokeModel has no such mark: the guardrail looks at the whole prompt');
  }
  const { text, citations } = part;
  return citations?.length
    ? { type: 'text', text, citations: citations.map(buildAnthropicCitation) }
    : { type: 'text', text };
}

function wrapInput(input: JsonValue): JsonValue {
  return typeof input === 'object' && input !== null && !Array.isArray(input) ? input : { value: input };
}

function buildBase64({ source, place }: MediaPart, mediaType: string) {
  if (source.kind === 'base64') {
    return { type: 'base64' as const, media_type: mediaType, data: source.data };
  }
  return refuse(place, 'Claude takes only bytes here: send base64 or an https: URL', 'unsupported_content');
}

const textFormats = new Set(['txt', 'md', 'csv', 'html']);

/** Claude reads PDF and plain text; Converse would read the other kinds. */
function buildDocument(part: DocumentPart): AnthropicRequestBlock {
  const block: AnthropicRequestBlock = { type: 'document', source: buildDocumentSource(part) };
  if (part.name !== undefined) block.title = part.name;
  if (part.context !== undefined) block.context = part.context;
  if (part.hasCitations) block.citations = { enabled: true };
  return block;
}

function buildDocumentSource(part: DocumentPart) {
  const { source } = part;
  const format = resolveFormat(part);
  if (source.kind === 'text') return buildPlainText(source.text);
  if (format === 'pdf') return buildBase64(part, 'application/pdf');
  if (textFormats.has(format) && source.kind === 'base64') {
    return buildPlainText(Buffer.from(source.data, 'base64').toString());
  }
  return refuse(
    part.place,
    `Claude's own API takes PDF and text, not ${format}: use the model with the Converse format`,
    'unsupported_content',
  );
}

function buildPlainText(data: string) {
  return { type: 'text' as const, media_type: 'text/plain' as const, data };
}
