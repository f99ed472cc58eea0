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
  takeValue,
} from '../take-attribute.ts';
import { takeNested } from '../take-nested.ts';
import type { Dialect } from './dialect.ts';

const kindKey = 'openinference.span.kind';

const typeByKind: Readonly<Record<string, SpanType>> = {
  LLM: 'llm',
  EMBEDDING: 'llm',
  TOOL: 'tool',
  AGENT: 'task',
  CHAIN: 'task',
  EVALUATOR: 'eval',
};

/** OpenInference, which Phoenix's instrumentations speak. https://arize-ai.github.io/openinference/spec/ */
export const openInferenceDialect: Dialect = {
  name: 'openinference',
  isMatch: ({ attributes }) => attributes.has(kindKey),
  map({ attributes }) {
    const kind = takeText(attributes, kindKey) ?? '';
    return {
      type: typeByKind[kind.toUpperCase()] ?? 'function',
      input: takeInput(attributes),
      output: takeOutput(attributes),
      metadata: takeMetadata(attributes),
      metrics: takeMetrics(attributes),
      tags: takeTags(attributes),
    };
  },
};

/** The messages say all that `input.value` does, and the system prompt, which it may lack. */
function takeInput(attributes: OtlpAttributes): JsonValue | undefined {
  const messages = takeList(attributes, 'llm.input_messages').map(mapMessage);
  const embedded = takeEmbeddedTexts(attributes);
  const value = takeContent(attributes, 'input');
  if (messages.length > 0) return { messages };
  return value ?? embedded;
}

function takeOutput(attributes: OtlpAttributes): JsonValue | undefined {
  const messages = takeList(attributes, 'llm.output_messages').map(mapMessage);
  const documents = [
    ...takeList(attributes, 'retrieval.documents'),
    ...takeList(attributes, 'reranker.output_documents'),
  ].map((item) => readMember(item, 'document') ?? item);
  const value = takeContent(attributes, 'output');
  if (messages.length > 0) return messages;
  return documents.length > 0 ? documents : value;
}

function takeContent(attributes: OtlpAttributes, side: 'input' | 'output'): JsonValue | undefined {
  const mimeType = takeText(attributes, `${side}.mime_type`);
  const value = takeValue(attributes, `${side}.value`);
  return typeof value === 'string' && mimeType === 'application/json' ? parseJsonOrText(value) : value;
}

/** The numbers of a vector are kept out, as the SDK keeps them out. */
function takeEmbeddedTexts(attributes: OtlpAttributes): JsonValue | undefined {
  const texts = takeList(attributes, 'embedding.embeddings')
    .map((item) => readMember(readMember(item, 'embedding'), 'text'))
    .filter((text) => text !== undefined);
  return texts.length > 0 ? texts : undefined;
}

/** In the shape of OpenAI's, which it was made after. */
function mapMessage(item: JsonValue): JsonObject {
  const message = readMember(item, 'message');
  const { content, contents, tool_calls: toolCalls, ...rest } = isJsonObject(message) ? message : {};
  return keepPresent({
    ...rest,
    content: content ?? (Array.isArray(contents) ? contents.map(mapPart) : undefined),
    tool_calls: Array.isArray(toolCalls) ? toolCalls.map(mapToolCall) : undefined,
  });
}

function mapPart(item: JsonValue): JsonValue {
  const part = readMember(item, 'message_content');
  const url = readMember(readMember(readMember(part, 'image'), 'image'), 'url');
  return url === undefined ? (part ?? item) : { type: 'image_url', image_url: { url } };
}

function mapToolCall(item: JsonValue): JsonValue {
  const call = readMember(item, 'tool_call');
  return isJsonObject(call) ? { type: 'function', ...call } : item;
}

function takeMetadata(attributes: OtlpAttributes): JsonObject {
  const own = takeJson(attributes, 'metadata');
  const parameters = takeJson(attributes, 'llm.invocation_parameters');
  const provider = takeText(attributes, 'llm.provider');
  const requested = takeText(
    attributes,
    'llm.request.model_name',
    'llm.model_name',
    'embedding.model_name',
    'reranker.model_name',
  );
  const responding = takeText(attributes, 'llm.response.model_name');
  const tools = takeList(attributes, 'llm.tools').map(mapTool);
  return keepPresent({
    ...(isJsonObject(own) && own),
    ...(isJsonObject(parameters) && mapParameters(parameters)),
    provider: provider === 'aws' || provider === 'bedrock' ? 'aws-bedrock' : provider,
    model: requested ?? responding,
    response_model: responding === requested ? undefined : responding,
    stop_reason: takeText(attributes, 'llm.finish_reason'),
    tools: tools.length > 0 ? tools : undefined,
  });
}

const parameterNames: Readonly<Record<string, string>> = {
  max_tokens: 'maxTokens',
  top_p: 'topP',
  top_k: 'topK',
  stop_sequences: 'stopSequences',
};

function mapParameters(parameters: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [parameterNames[name] ?? name, value]),
  );
}

function mapTool(item: JsonValue): JsonValue {
  const tool = readMember(item, 'tool');
  const schema = readMember(tool, 'json_schema');
  return typeof schema === 'string' ? parseJsonOrText(schema) : (tool ?? item);
}

function takeMetrics(attributes: OtlpAttributes): SpanMetrics {
  // Its sum is made anew.
  attributes.delete('llm.token_count.total');
  const usage = excludeCachedTokens({
    inputTokens: takeNumber(attributes, 'llm.token_count.prompt'),
    outputTokens: takeNumber(attributes, 'llm.token_count.completion'),
    cacheReadTokens: takeNumber(attributes, 'llm.token_count.prompt_details.cache_read'),
    cacheWriteTokens: takeNumber(attributes, 'llm.token_count.prompt_details.cache_write'),
    reasoningTokens: takeNumber(attributes, 'llm.token_count.completion_details.reasoning'),
  });
  return mapUsageToMetrics(usage);
}

function takeTags(attributes: OtlpAttributes): string[] | undefined {
  const tags = takeJson(attributes, 'tag.tags');
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : undefined;
}

function takeList(attributes: OtlpAttributes, prefix: string): JsonValue[] {
  const found = takeNested(attributes, prefix);
  return Array.isArray(found) ? found : [];
}

function readMember(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(value) ? value[name] : undefined;
}
