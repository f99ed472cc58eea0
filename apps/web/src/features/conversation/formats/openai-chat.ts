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

function readToolCall(call: JsonObject): MessagePart {
  return {
    kind: 'tool-call',
    id: readString(call['id']),
    name: readString(readPath(call, 'function', 'name')) ?? 'unnamed tool',
    input: parseJsonText(readPath(call, 'function', 'arguments') ?? null),
  };
}

function readReasoning(message: JsonObject): MessagePart[] {
  const text = readString(message['reasoning_content']) ?? readString(message['reasoning']);
  return text ? [{ kind: 'reasoning', text, isRedacted: false }] : [];
}

function readMessage(message: JsonObject, origin: Message['origin']): Message {
  const role = readString(message['role']) ?? (origin === 'output' ? 'assistant' : 'user');
  const content = readOpenAiContent(message['content']);
  if (role === 'tool') {
    const id = readString(message['tool_call_id']);
    return { role, origin, parts: [{ kind: 'tool-result', id, isError: false, parts: content }] };
  }
  const calls = readObjects(message['tool_calls']).map(readToolCall);
  return { role, origin, parts: [...readReasoning(message), ...content, ...calls] };
}

function listMessages(input: JsonValue): JsonObject[] {
  return readObjects(Array.isArray(input) ? input : readPath(input, 'messages'));
}

function listAnswers(output: JsonValue): JsonObject[] {
  const choices = readObjects(Array.isArray(output) ? output : readPath(output, 'choices'));
  const answers = choices.map(({ message }) => message).filter(isObject);
  if (answers.length > 0) return answers;
  return listMessages(output).filter((message) => typeof message['role'] === 'string');
}

/** OpenAI's chat body: gpt-oss, Mistral chat, Qwen, DeepSeek, Jamba and many others, and bare lists of messages. */
export const openAiChatFormat: ConversationFormat = {
  name: 'openai-chat',
  matchesInput: (input) => {
    const messages = listMessages(input);
    return (
      messages.length > 0 &&
      messages.every(({ role, parts }) => typeof role === 'string' && parts === undefined)
    );
  },
  matchesOutput: (output) => {
    const answers = listAnswers(output);
    return answers.length > 0 && answers.every(({ parts }) => parts === undefined);
  },
  readInput: (input) => listMessages(input).map((message) => readMessage(message, 'input')),
  readOutput: (output) => listAnswers(output).map((message) => readMessage(message, 'output')),
};
