import { excludeCachedTokens, mapUsageToMetrics } from '@outcrop/bedrock';
import {
  genAiAttribute,
  type JsonObject,
  type JsonValue,
  type SpanMetrics,
  type SpanType,
} from '@outcrop/protocol';
import type { OtlpAttributes } from '../otlp-span.ts';
import { keepPresent, takeJson, takeNumber, takeText, takeValue } from '../take-attribute.ts';
import type { Dialect } from './dialect.ts';

/**
 * OpenTelemetry's GenAI conventions, with the names they had before.
 * https://github.com/open-telemetry/semantic-conventions-genai
 */
export const genAiDialect: Dialect = {
  name: 'gen-ai',
  isMatch({ attributes }) {
    for (const key of attributes.keys()) if (key.startsWith('gen_ai.')) return true;
    return false;
  },
  map({ attributes }) {
    const operation = takeText(attributes, genAiAttribute.operationName);
    const metadata = mapMetadata(attributes);
    return {
      type: mapType(operation, metadata),
      input: mapInput(attributes),
      output: takeJson(attributes, 'gen_ai.output.messages', 'gen_ai.tool.call.result', 'gen_ai.completion'),
      metadata: { ...keepPresent({ operation }), ...metadata },
      metrics: mapMetrics(attributes),
    };
  },
};

const typeByOperation: Readonly<Record<string, SpanType>> = {
  chat: 'llm',
  text_completion: 'llm',
  generate_content: 'llm',
  embeddings: 'llm',
  execute_tool: 'tool',
  invoke_agent: 'task',
  create_agent: 'task',
  invoke_workflow: 'task',
};

/** Older instrumentations name no operation, but always a model. */
function mapType(operation: string | undefined, metadata: JsonObject): SpanType | undefined {
  if (operation === undefined) return metadata['model'] === undefined ? undefined : 'llm';
  return typeByOperation[operation];
}

function mapInput(attributes: OtlpAttributes): JsonValue | undefined {
  const messages = takeJson(attributes, 'gen_ai.input.messages', 'gen_ai.prompt');
  const system = takeJson(attributes, 'gen_ai.system_instructions');
  const toolArguments = takeJson(attributes, 'gen_ai.tool.call.arguments');
  if (system === undefined && !Array.isArray(messages)) return messages ?? toolArguments;
  return keepPresent({ messages, system });
}

function mapMetadata(attributes: OtlpAttributes): JsonObject {
  const requestModel = takeText(attributes, genAiAttribute.requestModel);
  const responseModel = takeText(attributes, 'gen_ai.response.model');
  return keepPresent({
    provider: mapProvider(takeText(attributes, genAiAttribute.providerName, 'gen_ai.system')),
    model: requestModel ?? responseModel,
    response_model: responseModel === requestModel ? undefined : responseModel,
    response_id: takeText(attributes, 'gen_ai.response.id'),
    request_id: takeText(attributes, 'aws.request_id'),
    stop_reason: mapStopReason(takeJson(attributes, genAiAttribute.finishReasons)),
    maxTokens: takeNumber(attributes, 'gen_ai.request.max_tokens'),
    temperature: takeNumber(attributes, 'gen_ai.request.temperature'),
    topP: takeNumber(attributes, 'gen_ai.request.top_p'),
    topK: takeNumber(attributes, 'gen_ai.request.top_k'),
    stopSequences: takeValue(attributes, 'gen_ai.request.stop_sequences'),
    tools: takeJson(attributes, 'gen_ai.tool.definitions'),
  });
}

function mapProvider(provider: string | undefined): string | undefined {
  return provider === undefined || !/^(aws[._-]|amazon-)?bedrock$/.test(provider) ? provider : 'aws-bedrock';
}

function mapStopReason(reasons: JsonValue | undefined): JsonValue | undefined {
  return Array.isArray(reasons) && reasons.length <= 1 ? reasons[0] : reasons;
}

function mapMetrics(attributes: OtlpAttributes): SpanMetrics {
  const usage = excludeCachedTokens({
    inputTokens: takeNumber(attributes, genAiAttribute.inputTokens, 'gen_ai.usage.prompt_tokens'),
    outputTokens: takeNumber(attributes, genAiAttribute.outputTokens, 'gen_ai.usage.completion_tokens'),
    cacheReadTokens: takeNumber(
      attributes,
      genAiAttribute.cacheReadTokens,
      'gen_ai.usage.cache_read_input_tokens',
    ),
    cacheWriteTokens: takeNumber(
      attributes,
      genAiAttribute.cacheWriteTokens,
      'gen_ai.usage.cache_creation.input_tokens',
      'gen_ai.usage.cache_creation_input_tokens',
    ),
    reasoningTokens: takeNumber(attributes, 'gen_ai.usage.reasoning.output_tokens'),
  });
  const timeToFirstToken = takeNumber(attributes, 'gen_ai.response.time_to_first_chunk');
  return {
    ...mapUsageToMetrics(usage),
    ...(timeToFirstToken !== undefined && { time_to_first_token: timeToFirstToken }),
  };
}
