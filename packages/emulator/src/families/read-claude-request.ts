import { emptyConversation } from '../answer/conversation.ts';
import type { CacheTtl, Conversation, Part, Tool, ToolChoice, Turn } from '../answer/conversation.ts';
import { asArray, asNumber, asObject, asString, asStrings, isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { asksForReasoning } from '../converse/read-converse-request.ts';
import { invalidRequest } from '../service-error.ts';

/** A Messages API body as a conversation. Throws what Claude on Bedrock says of a body it refuses. */
export function readClaudeRequest(body: JsonObject, modelId: string): Conversation {
  validate(body);
  const tools = asArray(body.tools).map(asObject);
  return {
    ...emptyConversation(modelId),
    system: readContent(body.system),
    turns: asArray(body.messages).map(readTurn),
    tools: tools.map(readTool),
    toolsCachePoint: tools
      .flatMap((tool) => (isJsonObject(tool.cache_control) ? [ttlOf(tool.cache_control)] : []))
      .at(-1),
    toolChoice: readToolChoice(asObject(body.tool_choice)),
    maxTokens: asNumber(body.max_tokens) ?? 0,
    stopSequences: asStrings(body.stop_sequences),
    reasoning: asksForReasoning(body) ? 'requested' : 'when-prompted',
    responseSchema: asObject(asObject(body.output_config).format).schema,
  };
}

function validate(body: JsonObject): void {
  for (const key of ['anthropic_version', 'max_tokens', 'messages']) {
    if (!(key in body)) throw invalidRequest(`${key}: Field required`);
  }
  if ((asNumber(body.max_tokens) ?? 0) < 1) {
    throw invalidRequest('max_tokens: Input should be greater than or equal to 1');
  }
  const messages = asArray(body.messages).map(asObject);
  if (messages.length === 0) throw invalidRequest('messages: at least one message is required');
  validateMessages(messages);
  if (messages[0]?.role !== 'user') throw invalidRequest('messages: first message must use the "user" role');
}

function validateMessages(messages: readonly JsonObject[]): void {
  for (const [index, message] of messages.entries()) {
    if (message.role !== 'user' && message.role !== 'assistant') {
      throw invalidRequest(`messages.${index}.role: Input should be 'user' or 'assistant'`);
    }
    const isEmpty =
      message.content === '' || asArray(message.content).length + asString(message.content).length === 0;
    if (isEmpty && !(message.role === 'assistant' && index === messages.length - 1)) {
      throw invalidRequest(
        `messages.${index}: all messages must have non-empty content except for the optional final assistant message`,
      );
    }
  }
}

function readTurn(value: unknown): Turn {
  const message = asObject(value);
  return { role: message.role === 'assistant' ? 'assistant' : 'user', parts: readContent(message.content) };
}

function readContent(content: unknown): Part[] {
  if (typeof content === 'string') return content === '' ? [] : [{ kind: 'text', text: content }];
  return asArray(content).map(asObject).flatMap(readBlock);
}

function readBlock(block: JsonObject): Part[] {
  const parts = readerOfType[asString(block.type)]?.(block) ?? [];
  return isJsonObject(block.cache_control)
    ? [...parts, { kind: 'cache-point', ttl: ttlOf(block.cache_control) }]
    : parts;
}

const readerOfType: Readonly<Record<string, (block: JsonObject) => Part[]>> = {
  text: (block) => [{ kind: 'text', text: asString(block.text) }],
  thinking: (block) => [{ kind: 'reasoning', text: asString(block.thinking) }],
  image: (block) => [readMedia('image', block)],
  document: (block) => [readMedia('document', block)],
  tool_use: (block) => [
    { kind: 'tool-call', id: asString(block.id), name: asString(block.name), input: block.input },
  ],
  tool_result: (block) => [
    { kind: 'tool-result', id: asString(block.tool_use_id), content: readToolResultText(block.content) },
  ],
};

function readMedia(medium: 'image' | 'document', block: JsonObject): Part {
  const source = asObject(block.source);
  const encoding = source.type === 'text' ? 'utf8' : 'base64';
  return {
    kind: 'media',
    medium,
    format: asString(source.media_type).split('/').at(-1)?.replace('plain', 'txt') || 'txt',
    bytes: Buffer.from(asString(source.data), encoding),
    ...(typeof block.title === 'string' ? { name: block.title } : {}),
  };
}

function readToolResultText(content: unknown): string {
  if (typeof content === 'string') return content;
  return asArray(content)
    .map(asObject)
    .map((block) => (typeof block.text === 'string' ? block.text : JSON.stringify(block)))
    .join('\n');
}

function readTool(tool: JsonObject): Tool {
  return { name: asString(tool.name), description: asString(tool.description), schema: tool.input_schema };
}

function readToolChoice(choice: JsonObject): ToolChoice {
  switch (choice.type) {
    case 'tool':
      return { kind: 'tool', name: asString(choice.name) };
    case 'any':
      return { kind: 'any' };
    case 'none':
      return { kind: 'none' };
    default:
      return { kind: 'auto' };
  }
}

function ttlOf(cacheControl: JsonObject): CacheTtl {
  return cacheControl.ttl === '1h' ? '1h' : '5m';
}
