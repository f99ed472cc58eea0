import {
  isObject,
  type JsonObject,
  type JsonValue,
  readObjects,
  readPath,
  readString,
} from '../../../lib/json-value.ts';
import type { Citation, ConversationFormat, Message, MessagePart } from '../conversation.ts';
import { readAttachment } from './attachment.ts';

function readCitation(citation: JsonObject): Citation {
  return {
    title: readString(citation['document_title']) ?? readString(citation['title']),
    source: readString(citation['url']) ?? readString(citation['source']),
    quote: readString(citation['cited_text']),
  };
}

function readText(block: JsonObject): MessagePart {
  const citations = readObjects(block['citations']).map(readCitation);
  return {
    kind: 'text',
    text: readString(block['text']) ?? '',
    ...(citations.length > 0 && { citations }),
  };
}

function readToolCall(block: JsonObject): MessagePart {
  return {
    kind: 'tool-call',
    id: readString(block['id']),
    name: readString(block['name']) ?? 'unnamed tool',
    input: block['input'] ?? null,
  };
}

function readToolResult(block: JsonObject): MessagePart {
  return {
    kind: 'tool-result',
    id: readString(block['tool_use_id']),
    isError: block['is_error'] === true,
    parts: readContent(block['content']),
  };
}

const readers: Record<string, (block: JsonObject) => MessagePart> = {
  text: readText,
  image: (block) => readAttachment(block, 'image'),
  document: (block) => readAttachment(block, 'document'),
  tool_use: readToolCall,
  server_tool_use: readToolCall,
  tool_result: readToolResult,
  web_search_tool_result: readToolResult,
  thinking: (block) => ({ kind: 'reasoning', text: readString(block['thinking']) ?? '', isRedacted: false }),
  redacted_thinking: () => ({ kind: 'reasoning', text: '', isRedacted: true }),
};

function readBlock(block: JsonObject): MessagePart[] {
  const type = readString(block['type']) ?? 'block without a type';
  const reader = Object.hasOwn(readers, type) ? readers[type] : undefined;
  const part: MessagePart = reader ? reader(block) : { kind: 'unknown', label: type, value: block };
  if (!isObject(block['cache_control'])) return [part];
  return [part, { kind: 'cache-breakpoint', lifetime: readString(block['cache_control']['ttl']) }];
}

function readContent(content: JsonValue | undefined): MessagePart[] {
  if (typeof content === 'string') return [{ kind: 'text', text: content }];
  return readObjects(content).flatMap(readBlock);
}

function readMessage(message: JsonObject, origin: Message['origin']): Message {
  return {
    role: readString(message['role']) ?? (origin === 'output' ? 'assistant' : 'user'),
    origin,
    parts: readContent(message['content']),
  };
}

function isTypedContent(content: JsonValue | undefined): boolean {
  return (
    Array.isArray(content) && content.every((block) => isObject(block) && typeof block['type'] === 'string')
  );
}

/** Anthropic's Messages body, as InvokeModel and the Anthropic SDK send it. */
export const anthropicMessagesFormat: ConversationFormat = {
  name: 'anthropic-messages',
  matchesInput: (input) =>
    Array.isArray(readPath(input, 'messages')) &&
    (readPath(input, 'anthropic_version') !== undefined ||
      typeof readPath(input, 'system') === 'string' ||
      isTypedContent(readPath(input, 'system'))),
  matchesOutput: (output) => isTypedContent(readPath(output, 'content')),
  readInput: (input) => {
    const system = readContent(readPath(input, 'system'));
    const messages = readObjects(readPath(input, 'messages')).map((message) => readMessage(message, 'input'));
    return system.length > 0 ? [{ role: 'system', origin: 'input', parts: system }, ...messages] : messages;
  },
  readOutput: (output) => (isObject(output) ? [readMessage(output, 'output')] : []),
};
