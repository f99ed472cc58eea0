import { sumInputTokens } from '@outcrop/bedrock';
import { genAiAttribute, outcropAttribute, type JsonObject, type JsonValue } from '@outcrop/protocol';
import { findGenAiOperation } from '../tracer/gen-ai-operation.ts';
import type { SpanRecord } from '../tracer/span-record.ts';
import type { GenAiConventions } from './gen-ai-conventions.ts';
import { mapGenAiContent } from './gen-ai-messages.ts';
import type { OtelAttributes, OtelAttributeValue } from './open-telemetry.ts';

type Maybe = OtelAttributeValue | undefined;

/** Parameters of a request by the names that the conventions give them. */
const parameterNames: readonly (readonly [string, string])[] = [
  ['maxTokens', 'gen_ai.request.max_tokens'],
  ['temperature', 'gen_ai.request.temperature'],
  ['topP', 'gen_ai.request.top_p'],
  ['topK', 'gen_ai.request.top_k'],
  ['stopSequences', 'gen_ai.request.stop_sequences'],
  ['request_id', 'aws.request_id'],
  ['region', 'cloud.region'],
  ['invoked_model', 'gen_ai.response.model'],
  ['response_id', 'gen_ai.response.id'],
];

/** The name that the conventions ask for: the operation, and the model or tool. */
export function nameGenAiSpan(record: SpanRecord): string {
  const operation = findGenAiOperation(record);
  const subject = record.type === 'tool' ? record.name : record.metadata['model'];
  return operation !== undefined && typeof subject === 'string' ? `${operation} ${subject}` : record.name;
}

/** Everything about a span but the text of its messages. */
export function mapGenAiAttributes(record: SpanRecord, conventions: GenAiConventions): OtelAttributes {
  const isContentWanted = conventions.capture !== 'none';
  return keepDefined({
    [outcropAttribute.type]: record.type,
    [outcropAttribute.metadata]: JSON.stringify(
      isContentWanted ? record.metadata : keepScalars(record.metadata),
    ),
    [outcropAttribute.metrics]: JSON.stringify(record.metrics),
    [outcropAttribute.tags]: record.tags.length > 0 ? [...record.tags] : undefined,
    'error.type': record.error?.type,
    [genAiAttribute.operationName]: findGenAiOperation(record),
    ...(record.type === 'tool' ? { 'gen_ai.tool.name': record.name } : mapCall(record)),
    ...(conventions.hasOldNames ? mapOldNames(record) : {}),
  });
}

/** The text of a span's messages, for where `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT` allows it. */
export function mapGenAiContentAttributes(record: SpanRecord): OtelAttributes {
  const { input, output, metadata } = record;
  if (record.type === 'tool') {
    return keepDefined({
      'gen_ai.tool.call.arguments': toText(input),
      'gen_ai.tool.call.result': toText(output),
    });
  }
  if (record.type !== 'llm') {
    return keepDefined({
      [outcropAttribute.input]: input === undefined ? undefined : JSON.stringify(input),
      [outcropAttribute.output]: output === undefined ? undefined : JSON.stringify(output),
    });
  }
  const content = mapGenAiContent(input, output, metadata['stop_reason']);
  return keepDefined({
    'gen_ai.system_instructions': toText(content.system),
    'gen_ai.input.messages': toText(content.input),
    'gen_ai.output.messages': toText(content.output),
    'gen_ai.tool.definitions': toText(metadata['tools']),
  });
}

function mapCall({ metadata, metrics }: SpanRecord): Record<string, Maybe> {
  const { guardrail, operation, stop_reason: stopReason } = metadata;
  const attributes: Record<string, Maybe> = {
    [genAiAttribute.providerName]: nameProvider(metadata),
    [genAiAttribute.requestModel]: toValue(metadata['model']),
    [genAiAttribute.finishReasons]: typeof stopReason === 'string' ? [stopReason] : undefined,
    [genAiAttribute.inputTokens]: sumInputTokens(metrics),
    [genAiAttribute.outputTokens]: metrics.completion_tokens,
    [genAiAttribute.cacheReadTokens]: metrics.prompt_cached_tokens,
    [genAiAttribute.cacheWriteTokens]: metrics.prompt_cache_creation_tokens,
    'gen_ai.usage.reasoning.output_tokens': metrics.completion_reasoning_tokens,
    'gen_ai.response.time_to_first_chunk': metrics.time_to_first_token,
    'gen_ai.request.stream': typeof operation === 'string' && operation.endsWith('Stream') ? true : undefined,
    'aws.bedrock.guardrail.id': isObject(guardrail) ? toValue(guardrail['guardrailIdentifier']) : undefined,
  };
  for (const [name, attribute] of parameterNames) attributes[attribute] = toValue(metadata[name]);
  return attributes;
}

/** Names of version 1.36 and before, and of what `@opentelemetry/semantic-conventions` still has. */
function mapOldNames({ metadata, metrics }: SpanRecord): Record<string, Maybe> {
  return {
    'gen_ai.system': nameProvider(metadata),
    'gen_ai.usage.prompt_tokens': sumInputTokens(metrics),
    'gen_ai.usage.completion_tokens': metrics.completion_tokens,
    'gen_ai.usage.cache_creation.input_tokens': metrics.prompt_cache_creation_tokens,
  };
}

function nameProvider({ provider, service }: JsonObject): string | undefined {
  if (provider === 'aws-bedrock' || service === 'aws-bedrock') return 'aws.bedrock';
  return typeof provider === 'string' ? provider : undefined;
}

/** What is nested may quote messages: definitions of tools, findings of guardrails. */
function keepScalars(metadata: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(metadata).filter(([, value]) => typeof value !== 'object'));
}

function toValue(value: JsonValue | undefined): Maybe {
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'object' ? undefined : value;
}

function toText(value: JsonValue | undefined): string | undefined {
  return value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function keepDefined(attributes: Record<string, Maybe>): OtelAttributes {
  return Object.fromEntries(
    Object.entries(attributes).filter(
      (entry): entry is [string, OtelAttributeValue] => entry[1] !== undefined,
    ),
  );
}
