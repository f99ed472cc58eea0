import {
  type JsonObject,
  type JsonValue,
  readObjects,
  readPath,
  readString,
} from '../../../lib/json-value.ts';
import type { ConversationFormat, Message, MessagePart } from '../conversation.ts';
import { parseJsonText } from './parse-json-text.ts';

const readers: Record<string, (part: JsonObject) => MessagePart> = {
  text: (part) => ({ kind: 'text', text: readString(part['content']) ?? '' }),
  reasoning: (part) => ({ kind: 'reasoning', text: readString(part['content']) ?? '', isRedacted: false }),
  tool_call: (part) => ({
    kind: 'tool-call',
    id: readString(part['id']),
    name: readString(part['name']) ?? 'unnamed tool',
    input: parseJsonText(part['arguments'] ?? null),
  }),
  tool_call_response: (part) => {
    const response = parseJsonText(part['response'] ?? part['result'] ?? null);
    const shown: MessagePart =
      typeof response === 'string'
        ? { kind: 'text', text: response }
        : { kind: 'unknown', label: 'json', value: response };
    return { kind: 'tool-result', id: readString(part['id']), isError: false, parts: [shown] };
  },
};

function readPart(part: JsonObject): MessagePart {
  const type = readString(part['type']) ?? 'part without a type';
  const reader = Object.hasOwn(readers, type) ? readers[type] : undefined;
  return reader ? reader(part) : { kind: 'unknown', label: type, value: part };
}

function listMessages(value: JsonValue): JsonObject[] {
  return readObjects(Array.isArray(value) ? value : readPath(value, 'messages'));
}

function matches(value: JsonValue): boolean {
  const messages = listMessages(value);
  return messages.length > 0 && messages.every(({ parts }) => Array.isArray(parts));
}

function readMessages(value: JsonValue, origin: Message['origin']): Message[] {
  return listMessages(value).map((message) => ({
    role: readString(message['role']) ?? (origin === 'output' ? 'assistant' : 'user'),
    origin,
    parts: readObjects(message['parts']).map(readPart),
  }));
}

/** `gen_ai.input.messages` and `gen_ai.output.messages` of OpenTelemetry's GenAI conventions. */
export const genAiPartsFormat: ConversationFormat = {
  name: 'gen-ai-parts',
  matchesInput: matches,
  matchesOutput: matches,
  readInput: (input) => readMessages(input, 'input'),
  readOutput: (output) => readMessages(output, 'output'),
};
