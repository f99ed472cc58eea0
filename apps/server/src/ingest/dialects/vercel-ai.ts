import { excludeCachedTokens, mapUsageToMetrics } from '@outcrop/bedrock';
import type { JsonObject, JsonValue, SpanMetrics, SpanType } from '@outcrop/protocol';
import type { OtlpAttributes } from '../otlp-span.ts';
import {
  isJsonObject,
  keepPresent,
  parseJsonOrText,
  takeJson,
  takeNumber,
  takeText,
} from '../take-attribute.ts';
import type { Dialect } from './dialect.ts';

const operationKey = 'ai.operationId';

/** Vercel's AI SDK with its telemetry switched on. https://ai-sdk.dev/docs/ai-sdk-core/telemetry */
export const vercelAiDialect: Dialect = {
  name: 'vercel-ai',
  isMatch: ({ attributes }) => attributes.has(operationKey),
  map({ attributes }) {
    const type = findType(takeText(attributes, operationKey) ?? '');
    const reading = {
      type,
      input: takeInput(attributes),
      output: takeOutput(attributes),
      metadata: takeMetadata(attributes),
      // The span around several calls sums up what each of them says itself.
      ...(type === 'llm' && { metrics: takeMetrics(attributes) }),
    };
    removeRepeated(attributes);
    return reading;
  },
};

/** Calls of a model are inside the span of the function that the app called. */
function findType(operation: string): SpanType {
  if (operation === 'ai.toolCall') return 'tool';
  return /\.do(?:Generate|Stream|Embed|Rerank)$/.test(operation) ? 'llm' : 'task';
}

function takeInput(attributes: OtlpAttributes): JsonValue | undefined {
  const messages = takeJson(attributes, 'ai.prompt.messages');
  const prompt = takeJson(attributes, 'ai.prompt', 'ai.toolCall.args', 'ai.value');
  const values = attributes.get('ai.values');
  attributes.delete('ai.values');
  if (Array.isArray(messages)) return { messages: messages.flatMap(mapMessage) };
  if (Array.isArray(values)) return values.map(parseItem);
  return prompt;
}

function takeOutput(attributes: OtlpAttributes): JsonValue | undefined {
  const content = takeText(attributes, 'ai.response.text');
  const reasoning = takeText(attributes, 'ai.response.reasoning');
  const calls = takeJson(attributes, 'ai.response.toolCalls');
  const other = takeJson(attributes, 'ai.response.object', 'ai.toolCall.result');
  // Numbers of vectors are kept out, as the SDK keeps them out.
  attributes.delete('ai.embedding');
  attributes.delete('ai.embeddings');
  if (content === undefined && !Array.isArray(calls)) return other;
  const toolCalls = Array.isArray(calls) ? calls.map(mapToolCall) : undefined;
  return [keepPresent({ role: 'assistant', content, reasoning_content: reasoning, tool_calls: toolCalls })];
}

/** In the shape of OpenAI's, one message for each result of a tool. */
function mapMessage(message: JsonValue): JsonValue[] {
  if (!isJsonObject(message) || !Array.isArray(message['content'])) return [message];
  const { role, content } = message;
  const parts = content.filter(isJsonObject);
  if (role === 'tool') return parts.map(mapToolResult);
  const calls = parts.filter(({ type }) => type === 'tool-call').map(mapToolCall);
  const reasoning = parts
    .filter(({ type }) => type === 'reasoning')
    .map(({ text }) => text)
    .filter((text) => typeof text === 'string');
  const others = parts.filter(({ type }) => type !== 'tool-call' && type !== 'reasoning');
  return [
    keepPresent({
      role,
      content: others,
      reasoning_content: reasoning.length > 0 ? reasoning.join('') : undefined,
      tool_calls: calls.length > 0 ? calls : undefined,
    }),
  ];
}

function mapToolResult({ toolCallId, output }: JsonObject): JsonValue {
  const value = isJsonObject(output) && 'value' in output ? output['value'] : output;
  const content = typeof value === 'string' ? value : JSON.stringify(value ?? null);
  return keepPresent({ role: 'tool', tool_call_id: toolCallId, content });
}

function mapToolCall(call: JsonValue): JsonValue {
  if (!isJsonObject(call)) return call;
  const { toolCallId, toolName, input, args } = call;
  return keepPresent({
    type: 'function',
    id: toolCallId,
    function: keepPresent({ name: toolName, arguments: input ?? args }),
  });
}

const settingNames: Readonly<Record<string, string>> = { maxOutputTokens: 'maxTokens' };

function takeMetadata(attributes: OtlpAttributes): JsonObject {
  const provider = takeText(attributes, 'ai.model.provider');
  const tools = attributes.get('ai.prompt.tools');
  attributes.delete('ai.prompt.tools');
  return keepPresent({
    ...takeBelow(attributes, 'ai.telemetry.metadata.'),
    ...takeBelow(attributes, 'ai.settings.', settingNames),
    provider: provider === 'amazon-bedrock' ? 'aws-bedrock' : provider,
    model: takeText(attributes, 'ai.model.id'),
    function_id: takeText(attributes, 'ai.telemetry.functionId'),
    stop_reason: takeText(attributes, 'ai.response.finishReason'),
    tools: Array.isArray(tools) ? tools.map(parseItem) : undefined,
    tool_choice: takeJson(attributes, 'ai.prompt.toolChoice'),
  });
}

function takeMetrics(attributes: OtlpAttributes): SpanMetrics {
  const usage = excludeCachedTokens({
    inputTokens: takeNumber(attributes, 'ai.usage.inputTokens', 'ai.usage.promptTokens', 'ai.usage.tokens'),
    outputTokens: takeNumber(attributes, 'ai.usage.outputTokens', 'ai.usage.completionTokens'),
    cacheReadTokens: takeNumber(
      attributes,
      'ai.usage.inputTokenDetails.cacheReadTokens',
      'ai.usage.cachedInputTokens',
    ),
    cacheWriteTokens: takeNumber(attributes, 'ai.usage.inputTokenDetails.cacheWriteTokens'),
    reasoningTokens: takeNumber(
      attributes,
      'ai.usage.outputTokenDetails.reasoningTokens',
      'ai.usage.reasoningTokens',
    ),
  });
  const firstChunkMs = takeNumber(attributes, 'ai.response.msToFirstChunk');
  return {
    ...mapUsageToMetrics(usage),
    ...(firstChunkMs !== undefined && { time_to_first_token: firstChunkMs / 1000 }),
  };
}

/** Counts that add up to those that were read, and the span's own name once more. */
function removeRepeated(attributes: OtlpAttributes): void {
  takeBelow(attributes, 'ai.usage.');
  attributes.delete('operation.name');
  attributes.delete('resource.name');
  attributes.delete('ai.response.id');
  attributes.delete('ai.response.model');
}

function takeBelow(
  attributes: OtlpAttributes,
  prefix: string,
  names: Readonly<Record<string, string>> = {},
): JsonObject {
  const taken: [string, JsonValue][] = [];
  for (const [key, value] of attributes) {
    if (!key.startsWith(prefix)) continue;
    attributes.delete(key);
    const name = key.slice(prefix.length);
    taken.push([names[name] ?? name, value]);
  }
  return Object.fromEntries(taken);
}

function parseItem(item: JsonValue): JsonValue {
  return typeof item === 'string' ? parseJsonOrText(item) : item;
}
