import type { JsonObject, JsonValue } from '@outcrop/protocol';

/**
 * Messages as OpenTelemetry's GenAI conventions have them: `{ role, parts }`.
 * https://github.com/open-telemetry/semantic-conventions-genai (gen-ai-input-messages.json, gen-ai-output-messages.json)
 */
export interface GenAiContent {
  system?: JsonObject[];
  input?: JsonObject[];
  output?: JsonObject[];
}

/** Reads the messages of Converse, of Anthropic's and OpenAI's bodies; any other body becomes one message of text. */
export function mapGenAiContent(
  input: JsonValue | undefined,
  output: JsonValue | undefined,
  stopReason: JsonValue | undefined,
): GenAiContent {
  const content: GenAiContent = {};
  const { system, instructions } = isObject(input) ? input : {};
  const instruction = system ?? instructions;
  if (instruction !== undefined && instruction !== null) content.system = mapParts(instruction);
  if (input !== undefined) content.input = listMessages(input, 'user').map(mapMessage);
  if (output !== undefined) {
    const finishReason: JsonObject = typeof stopReason === 'string' ? { finish_reason: stopReason } : {};
    content.output = listMessages(output, 'assistant').map((message) => ({
      ...mapMessage(message),
      ...finishReason,
    }));
  }
  return content;
}

interface Message {
  role: string;
  content: JsonValue;
  toolCalls?: JsonValue;
}

/** Members under which bodies keep their messages, or the one message. */
const messageMembers = ['messages', 'message', 'output', 'choices', 'content', 'input'] as const;

function listMessages(value: JsonValue, role: string): Message[] {
  if (typeof value === 'string') return [{ role, content: value }];
  if (Array.isArray(value)) {
    const isOfMessages = value.some((item) => isObject(item) && ('role' in item || 'message' in item));
    return isOfMessages ? value.flatMap((item) => listMessages(item, role)) : [{ role, content: value }];
  }
  if (!isObject(value)) return [{ role, content: JSON.stringify(value) }];
  if (typeof value['role'] === 'string') {
    const { role: ownRole, content = '', tool_calls: toolCalls } = value;
    return [{ role: ownRole, content, toolCalls }];
  }
  const member = messageMembers.find((name) => value[name] !== undefined && value[name] !== null);
  return member === undefined
    ? [{ role, content: JSON.stringify(value) }]
    : listMessages(value[member] as JsonValue, role);
}

function mapMessage({ role, content, toolCalls }: Message): JsonObject {
  const calls = Array.isArray(toolCalls) ? toolCalls.map(mapPart) : [];
  return { role, parts: [...(content === null ? [] : mapParts(content)), ...calls] };
}

function mapParts(content: JsonValue): JsonObject[] {
  return (Array.isArray(content) ? content : [content]).map(mapPart);
}

function mapPart(block: JsonValue): JsonObject {
  if (typeof block === 'string') return { type: 'text', content: block };
  if (!isObject(block)) return { type: 'text', content: JSON.stringify(block) };
  return (
    mapConverseBlock(block) ?? mapTypedBlock(block) ?? { type: Object.keys(block)[0] ?? 'empty', ...block }
  );
}

/** Converse names a block by its one member. */
function mapConverseBlock(block: JsonObject): JsonObject | undefined {
  const { toolUse, toolResult, reasoningContent, type, text } = block;
  if (type === undefined && typeof text === 'string') return { type: 'text', content: text };
  if (isObject(toolUse)) return mapToolCall(toolUse['toolUseId'], toolUse['name'], toolUse['input']);
  if (isObject(toolResult)) return mapToolResponse(toolResult['toolUseId'], toolResult['content']);
  if (!isObject(reasoningContent)) return undefined;
  const { reasoningText } = reasoningContent;
  return { type: 'reasoning', content: (isObject(reasoningText) && reasoningText['text']) || '' };
}

/** Anthropic and OpenAI name a block by its `type`. */
function mapTypedBlock(block: JsonObject): JsonObject | undefined {
  const { type } = block;
  if (typeof type !== 'string') return undefined;
  switch (type) {
    case 'text':
    case 'input_text':
    case 'output_text':
      return { type: 'text', content: block['text'] ?? '' };
    case 'thinking':
      return { type: 'reasoning', content: block['thinking'] ?? '' };
    case 'tool_use':
      return mapToolCall(block['id'], block['name'], block['input']);
    case 'tool_result':
      return mapToolResponse(block['tool_use_id'], block['content']);
    case 'function': {
      const called = isObject(block['function']) ? block['function'] : {};
      return mapToolCall(block['id'], called['name'], called['arguments']);
    }
    default:
      return undefined;
  }
}

function mapToolCall(id: JsonValue = null, name: JsonValue = null, input: JsonValue = null): JsonObject {
  return { type: 'tool_call', id, name, arguments: input };
}

function mapToolResponse(id: JsonValue = null, response: JsonValue = null): JsonObject {
  return { type: 'tool_call_response', id, response };
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
