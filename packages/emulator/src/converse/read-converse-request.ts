import { emptyConversation } from '../answer/conversation.ts';
import type { CacheTtl, Conversation, Part, Tool, ToolChoice, Turn } from '../answer/conversation.ts';
import { asArray, asNumber, asObject, asString, asStrings, isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { readGuardrailConfig } from './read-guardrail-config.ts';

/** Converse's body as a conversation. Expects it to have passed `validateConverseRequest`. */
export function readConverseRequest(body: JsonObject, modelId: string): Conversation {
  const inference = asObject(body.inferenceConfig);
  const tools = asArray(asObject(body.toolConfig).tools).map(asObject);
  return {
    ...emptyConversation(modelId),
    system: asArray(body.system).flatMap(readPart),
    turns: asArray(body.messages).map(readTurn),
    tools: tools.flatMap(readTool),
    toolsCachePoint: tools
      .flatMap((tool) => (isJsonObject(tool.cachePoint) ? [ttlOf(tool.cachePoint)] : []))
      .at(-1),
    toolChoice: readToolChoice(asObject(asObject(body.toolConfig).toolChoice)),
    maxTokens: asNumber(inference.maxTokens) ?? 4096,
    stopSequences: asStrings(inference.stopSequences),
    reasoning: asksForReasoning(asObject(body.additionalModelRequestFields)) ? 'requested' : 'when-prompted',
    responseSchema: readResponseSchema(asObject(body.outputConfig)),
    guardrail: isJsonObject(body.guardrailConfig) ? readGuardrailConfig(body.guardrailConfig) : undefined,
  };
}

/** Claude says `thinking`, Nova 2 `reasoningConfig`, others `reasoning_config` or an effort. */
export function asksForReasoning(fields: JsonObject): boolean {
  const setting = fields.thinking ?? fields.reasoningConfig ?? fields.reasoning_config;
  if (isJsonObject(setting)) return setting.type !== 'disabled';
  return typeof fields.reasoning_effort === 'string' && fields.reasoning_effort !== 'none';
}

function readTurn(value: unknown): Turn {
  const message = asObject(value);
  const role = message.role === 'assistant' ? 'assistant' : 'user';
  return { role, parts: asArray(message.content).flatMap(readPart) };
}

const readerOfBlock: Readonly<Record<string, (block: JsonObject) => Part[]>> = {
  cachePoint: (block) => [{ kind: 'cache-point', ttl: ttlOf(block) }],
  image: (block) => [readMedia('image', block)],
  document: (block) => [readMedia('document', block)],
  video: (block) => [readMedia('video', block)],
  audio: (block) => [readMedia('audio', block)],
  toolUse: (block) => [
    { kind: 'tool-call', id: asString(block.toolUseId), name: asString(block.name), input: block.input },
  ],
  toolResult: (block) => [
    { kind: 'tool-result', id: asString(block.toolUseId), content: readToolResultText(block.content) },
  ],
  reasoningContent: (block) => [{ kind: 'reasoning', text: asString(asObject(block.reasoningText).text) }],
  guardContent: (block) => [{ kind: 'text', text: asString(asObject(block.text).text) }],
  citationsContent: (block) => asArray(block.content).flatMap(readPart),
  searchResult: (block) => asArray(block.content).flatMap(readPart),
};

function readPart(value: unknown): Part[] {
  const block = asObject(value);
  if (typeof block.text === 'string') return [{ kind: 'text', text: block.text }];
  return Object.entries(block).flatMap(([name, member]) => readerOfBlock[name]?.(asObject(member)) ?? []);
}

function readMedia(medium: 'image' | 'document' | 'video' | 'audio', block: JsonObject): Part {
  const source = asObject(block.source);
  const bytes =
    typeof source.bytes === 'string'
      ? Buffer.from(source.bytes, 'base64')
      : Buffer.from(asString(source.text));
  return {
    kind: 'media',
    medium,
    format: asString(block.format) || 'txt',
    bytes,
    ...(typeof block.name === 'string' ? { name: block.name } : {}),
  };
}

function readToolResultText(content: unknown): string {
  return asArray(content)
    .map(asObject)
    .map((block) => (typeof block.text === 'string' ? block.text : JSON.stringify(block.json ?? block)))
    .join('\n');
}

function readTool(tool: JsonObject): Tool[] {
  const spec = asObject(tool.toolSpec);
  if (typeof spec.name !== 'string') return [];
  return [
    { name: spec.name, description: asString(spec.description), schema: asObject(spec.inputSchema).json },
  ];
}

function readToolChoice(choice: JsonObject): ToolChoice {
  if (isJsonObject(choice.tool)) return { kind: 'tool', name: asString(choice.tool.name) };
  return { kind: isJsonObject(choice.any) ? 'any' : 'auto' };
}

function readResponseSchema(outputConfig: JsonObject): unknown {
  const schema = asObject(asObject(asObject(outputConfig.textFormat).structure).jsonSchema).schema;
  if (typeof schema !== 'string') return undefined;
  try {
    return JSON.parse(schema);
  } catch {
    return undefined;
  }
}

function ttlOf(cachePoint: JsonObject): CacheTtl {
  return cachePoint.ttl === '1h' ? '1h' : '5m';
}
