import type { Conversation } from '../conversation/conversation.ts';
import { refuse } from '../conversation/parse-field.ts';
import type { MediaPart, Part, SearchResultPart, TextPart, ToolResultPart } from '../conversation/part.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';
import { findMediaType } from '../media/media-format.ts';
import { resolveFormat } from '../media/resolve-format.ts';
import type { OpenAiMessage, OpenAiPart, OpenAiToolCall } from './openai-request.ts';

/** Builds the messages: the system prompt as one, and each tool result as one of its own. */
export function buildOpenAiMessages(
  { system, turns }: Conversation,
  context: TranslationContext,
): OpenAiMessage[] {
  const messages: OpenAiMessage[] = [];
  if (system.length > 0) messages.push({ role: 'system', content: joinTexts(system) });
  for (const { role, parts } of turns) {
    if (role === 'assistant') messages.push(...buildAssistantMessage(parts, context));
    else messages.push(...buildUserMessages(parts, context));
  }
  return messages;
}

function joinTexts(parts: readonly TextPart[]): string {
  return parts.map(({ text }) => text).join('\n\n');
}

/** None where the model only thought: the API refuses a message that says nothing. */
function buildAssistantMessage(parts: readonly Part[], context: TranslationContext): OpenAiMessage[] {
  const text = joinTexts(parts.filter((part) => part.type === 'text'));
  const calls = parts.flatMap((part): OpenAiToolCall[] =>
    part.type === 'tool-call'
      ? [
          {
            id: part.id,
            type: 'function',
            function: { name: part.name, arguments: JSON.stringify(part.input) },
          },
        ]
      : [],
  );
  if (parts.some(({ type }) => type === 'thinking' || type === 'redacted-thinking')) {
    context.change('messages', 'reasoning was left out: the OpenAI format does not give it back');
  }
  if (calls.length > 0) return [{ role: 'assistant', content: text === '' ? null : text, tool_calls: calls }];
  return text === '' ? [] : [{ role: 'assistant', content: text }];
}

/** A tool's message takes words alone: pictures of its result follow as the user's. */
function buildUserMessages(parts: readonly Part[], context: TranslationContext): OpenAiMessage[] {
  const messages: OpenAiMessage[] = [];
  const content: OpenAiPart[] = [];
  for (const part of parts) {
    if (part.type !== 'tool-result') {
      content.push(...buildPart(part, context));
      continue;
    }
    const media = part.parts.filter((item) => item.type !== 'text' && item.type !== 'search-result');
    if (media.length > 0) {
      context.change('messages', 'what a tool gave besides text follows its result as the user’s');
      content.push(...media.flatMap((item) => buildMedia(item, context)));
    }
    messages.push({ role: 'tool', tool_call_id: part.callId, content: writeResult(part) });
  }
  const [first] = content;
  if (first) {
    const isText = content.length === 1 && first.type === 'text';
    messages.push({ role: 'user', content: isText ? first.text : content });
  }
  return messages;
}

function writeResult({ parts, isError }: ToolResultPart): string {
  const texts = parts.flatMap((part) => {
    if (part.type === 'text') return part.text.trim() === '' ? [] : [part.text];
    return part.type === 'search-result' ? [writeSearchResult(part)] : [];
  });
  const text = texts.length === 0 ? '(empty)' : texts.join('\n\n');
  return isError ? `Error: ${text}` : text;
}

function writeSearchResult({ title, source, texts }: SearchResultPart): string {
  return [`${title} (${source})`, ...texts].join('\n');
}

function buildPart(part: Exclude<Part, ToolResultPart>, context: TranslationContext): OpenAiPart[] {
  switch (part.type) {
    case 'text':
      return [{ type: 'text', text: part.text }];
    case 'search-result':
      if (part.hasCitations) dropCitations(context);
      return [{ type: 'text', text: writeSearchResult(part) }];
    case 'image':
    case 'audio':
    case 'video':
    case 'document':
      return buildMedia(part, context);
    case 'thinking':
    case 'redacted-thinking':
    case 'tool-call':
      return refuse('messages', `a user's message cannot hold a ${part.type}`);
    default:
      return part satisfies never;
  }
}

function buildMedia(part: MediaPart, context: TranslationContext): OpenAiPart[] {
  if (part.type !== 'document') return [buildFile(part)];
  if (part.hasCitations) dropCitations(context);
  const about: OpenAiPart[] = part.context === undefined ? [] : [{ type: 'text', text: part.context }];
  return [...about, buildFile(part)];
}

function dropCitations(context: TranslationContext): void {
  context.drop('citations', 'the OpenAI format cites nothing');
}

function buildFile(part: MediaPart): OpenAiPart {
  const { source, type, place } = part;
  if (source.kind === 'text') return { type: 'text', text: source.text };
  if (source.kind !== 'base64') {
    return refuse(place, 'the OpenAI format takes bytes, not an address', 'unsupported_parameter');
  }
  const { data } = source;
  const format = resolveFormat(part);
  const url = `data:${findMediaType(type, format)};base64,${data}`;
  switch (type) {
    case 'image':
      return { type: 'image_url', image_url: { url } };
    case 'audio':
      return { type: 'input_audio', input_audio: { data, format } };
    case 'document':
      return { type: 'file', file: { filename: part.name ?? `document.${format}`, file_data: url } };
    case 'video':
      return refuse(place, 'the OpenAI format has no place for video', 'unsupported_parameter');
    default:
      return type satisfies never;
  }
}
