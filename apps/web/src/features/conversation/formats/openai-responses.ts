import {
  isObject,
  type JsonObject,
  type JsonValue,
  readObjects,
  readPath,
  readString,
} from '../../../lib/json-value.ts';
import type { ConversationFormat, Message, MessagePart } from '../conversation.ts';
import { readOpenAiContent } from './openai-content.ts';
import { parseJsonText } from './parse-json-text.ts';

interface Item {
  role: string;
  parts: MessagePart[];
}

function readReasoning(item: JsonObject): MessagePart {
  const texts = [...readObjects(item['summary']), ...readObjects(item['content'])];
  const text = texts.flatMap((block) => readString(block['text']) ?? []).join('\n\n');
  return { kind: 'reasoning', text, isRedacted: text === '' && item['encrypted_content'] != null };
}

const readers: Record<string, (item: JsonObject) => Item> = {
  message: (item) => ({
    role: readString(item['role']) ?? 'assistant',
    parts: readOpenAiContent(item['content']),
  }),
  reasoning: (item) => ({ role: 'assistant', parts: [readReasoning(item)] }),
  function_call: (item) => ({
    role: 'assistant',
    parts: [
      {
        kind: 'tool-call',
        id: readString(item['call_id']),
        name: readString(item['name']) ?? 'unnamed tool',
        input: parseJsonText(item['arguments'] ?? null),
      },
    ],
  }),
  function_call_output: (item) => ({
    role: 'tool',
    parts: [
      {
        kind: 'tool-result',
        id: readString(item['call_id']),
        isError: false,
        parts: readOpenAiContent(item['output']),
      },
    ],
  }),
};

function readItem(item: JsonObject): Item {
  const type = readString(item['type']) ?? 'message';
  const reader = Object.hasOwn(readers, type) ? readers[type] : undefined;
  return reader
    ? reader(item)
    : { role: 'assistant', parts: [{ kind: 'unknown', label: type, value: item }] };
}

/** The API lists what a model said, thought and called as items of their own: one message of it all reads better. */
function readItems(items: readonly JsonObject[], origin: Message['origin']): Message[] {
  const messages: Message[] = [];
  for (const { role, parts } of items.map(readItem)) {
    const last = messages.at(-1);
    if (role === 'assistant' && last?.role === role) last.parts.push(...parts);
    else messages.push({ role, origin, parts });
  }
  return messages;
}

function areItems(value: JsonValue | undefined): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(
      (item) => isObject(item) && (readString(item['type']) ?? readString(item['role'])) !== undefined,
    )
  );
}

/** OpenAI's Responses API. */
export const openAiResponsesFormat: ConversationFormat = {
  name: 'openai-responses',
  matchesInput: (input) => {
    const asked = readPath(input, 'input');
    return typeof asked === 'string' || areItems(asked);
  },
  matchesOutput: (output) => areItems(readPath(output, 'output')),
  readInput: (input) => {
    const asked = readPath(input, 'input') ?? [];
    const items = typeof asked === 'string' ? [{ role: 'user', content: asked }] : readObjects(asked);
    const instructions = readOpenAiContent(readPath(input, 'instructions'));
    const messages = readItems(items, 'input');
    return instructions.length > 0
      ? [{ role: 'system', origin: 'input', parts: instructions }, ...messages]
      : messages;
  },
  readOutput: (output) => readItems(readObjects(readPath(output, 'output')), 'output'),
};
