import {
  isObject,
  type JsonObject,
  type JsonValue,
  readObjects,
  readPath,
  readString,
} from '../../../lib/json-value.ts';
import type { ConversationFormat, Message, MessagePart } from '../conversation.ts';
import { splitReasoningTags } from './split-reasoning-tags.ts';

/** Claude text, Llama, Mistral text, Titan, Cohere, Jurassic, Pegasus. */
const promptProperties = ['prompt', 'inputText', 'message', 'inputPrompt'];
const completionPaths: (string | number)[][] = [
  ['completion'],
  ['generation'],
  ['outputs', 0, 'text'],
  ['results', 0, 'outputText'],
  ['generations', 0, 'text'],
  ['completions', 0, 'data', 'text'],
  ['choices', 0, 'text'],
  ['outputText'],
  ['text'],
  ['message'],
];

const cohereRoles: Record<string, string> = {
  CHATBOT: 'assistant',
  USER: 'user',
  SYSTEM: 'system',
  TOOL: 'tool',
};

function findPrompt(input: JsonValue): string | undefined {
  if (typeof input === 'string') return input;
  return promptProperties
    .map((name) => readString(readPath(input, name)))
    .find((prompt) => prompt !== undefined);
}

function findCompletion(output: JsonValue): string | undefined {
  if (typeof output === 'string') return output;
  return completionPaths
    .map((path) => readString(readPath(output, ...path)))
    .find((text) => text !== undefined);
}

function readCohereHistory(input: JsonValue): Message[] {
  return readObjects(readPath(input, 'chat_history')).map((turn) => {
    const role = readString(turn['role']) ?? 'user';
    return {
      role: cohereRoles[role] ?? role.toLowerCase(),
      origin: 'input',
      parts: [{ kind: 'text', text: readString(turn['message']) ?? '' }],
    };
  });
}

function readPreamble(input: JsonValue): Message[] {
  const preamble = readString(readPath(input, 'preamble'));
  return preamble ? [{ role: 'system', origin: 'input', parts: [{ kind: 'text', text: preamble }] }] : [];
}

function readCohereToolCall(call: JsonObject): MessagePart {
  return {
    kind: 'tool-call',
    id: undefined,
    name: readString(call['name']) ?? 'unnamed tool',
    input: call['parameters'] ?? null,
  };
}

/** One prompt in, one text out: the families that came before chat bodies. */
export const promptCompletionFormat: ConversationFormat = {
  name: 'prompt-completion',
  matchesInput: (input) => findPrompt(input) !== undefined,
  matchesOutput: (output) => findCompletion(output) !== undefined,
  readInput: (input) => [
    ...readPreamble(input),
    ...readCohereHistory(input),
    { role: 'user', origin: 'input', parts: [{ kind: 'text', text: findPrompt(input) ?? '' }] },
  ],
  readOutput: (output) => {
    const calls = isObject(output) ? readObjects(output['tool_calls']).map(readCohereToolCall) : [];
    return [
      {
        role: 'assistant',
        origin: 'output',
        parts: [...splitReasoningTags(findCompletion(output) ?? ''), ...calls],
      },
    ];
  },
};
