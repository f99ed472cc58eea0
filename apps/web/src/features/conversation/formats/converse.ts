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
  const quotes = readObjects(citation['sourceContent']).map(({ text }) => readString(text) ?? '');
  return {
    title: readString(citation['title']),
    source: readString(citation['source']) ?? readString(readPath(citation, 'location', 'web', 'url')),
    quote: quotes.join(' ') || undefined,
  };
}

const readers: Record<string, (value: JsonValue, block: JsonObject) => MessagePart> = {
  text: (value) => ({ kind: 'text', text: readString(value) ?? '' }),
  image: (value) => readAttachment(value, 'image'),
  document: (value) => readAttachment(value, 'document'),
  video: (value) => readAttachment(value, 'video'),
  audio: (value) => readAttachment(value, 'audio'),
  json: (value) => ({ kind: 'unknown', label: 'json', value }),
  cachePoint: (value) => ({ kind: 'cache-breakpoint', lifetime: readString(readPath(value, 'ttl')) }),
  toolUse: (value) => ({
    kind: 'tool-call',
    id: readString(readPath(value, 'toolUseId')),
    name: readString(readPath(value, 'name')) ?? 'unnamed tool',
    input: readPath(value, 'input') ?? null,
  }),
  toolResult: (value) => ({
    kind: 'tool-result',
    id: readString(readPath(value, 'toolUseId')),
    isError: readPath(value, 'status') === 'error',
    parts: readObjects(readPath(value, 'content')).map(readConverseBlock),
  }),
  reasoningContent: (value) => ({
    kind: 'reasoning',
    text: readString(readPath(value, 'reasoningText', 'text')) ?? '',
    isRedacted: readPath(value, 'redactedContent') !== undefined,
  }),
  guardContent: (value, block) => {
    const text = readString(readPath(value, 'text', 'text'));
    if (text === undefined) return { kind: 'unknown', label: 'guardContent', value: block };
    const qualifiers = readPath(value, 'text', 'qualifiers');
    return { kind: 'guarded', text, qualifiers: Array.isArray(qualifiers) ? qualifiers.map(String) : [] };
  },
  citationsContent: (value) => ({
    kind: 'text',
    text: readObjects(readPath(value, 'content'))
      .map(({ text }) => readString(text) ?? '')
      .join(''),
    citations: readObjects(readPath(value, 'citations')).map(readCitation),
  }),
};

/** Reads one content block of the Converse API; Nova's own bodies use the same blocks. */
export function readConverseBlock(block: JsonObject): MessagePart {
  const member = Object.keys(block).find((key) => Object.hasOwn(readers, key));
  const reader = member === undefined ? undefined : readers[member];
  if (member === undefined || !reader) {
    return { kind: 'unknown', label: Object.keys(block)[0] ?? 'empty block', value: block };
  }
  return reader(block[member] ?? null, block);
}

function readMessage(message: JsonObject, origin: Message['origin']): Message {
  return {
    role: readString(message['role']) ?? (origin === 'output' ? 'assistant' : 'user'),
    origin,
    parts: readObjects(message['content']).map(readConverseBlock),
  };
}

function findAnswer(output: JsonValue): JsonObject | undefined {
  const candidates = [readPath(output, 'output', 'message'), readPath(output, 'message'), output];
  return candidates.filter(isObject).find((candidate) => Array.isArray(candidate['content']));
}

// A Converse block names its kind by its only property; the other bodies have a `type` in each block.
function isConverseContent(content: JsonValue | undefined): boolean {
  return Array.isArray(content) && content.every((block) => isObject(block) && block['type'] === undefined);
}

/** The Converse API and Amazon Nova's InvokeModel bodies. */
export const converseFormat: ConversationFormat = {
  name: 'converse',
  matchesInput: (input) => {
    const messages = readObjects(readPath(input, 'messages'));
    return messages.length > 0 && messages.every(({ content }) => isConverseContent(content));
  },
  matchesOutput: (output) => isConverseContent(findAnswer(output)?.['content']),
  readInput: (input) => {
    const system = readObjects(readPath(input, 'system')).map(readConverseBlock);
    const messages = readObjects(readPath(input, 'messages')).map((message) => readMessage(message, 'input'));
    return system.length > 0 ? [{ role: 'system', origin: 'input', parts: system }, ...messages] : messages;
  },
  readOutput: (output) => {
    const answer = findAnswer(output);
    return answer ? [readMessage(answer, 'output')] : [];
  },
};
