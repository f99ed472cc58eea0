import type { JsonObject, JsonValue } from '@outcrop/protocol';
import type { Conversation, OutputFormat } from '../conversation/conversation.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';
import { closeSchema } from '../prepare/close-schema.ts';
import type { Preparation } from '../prepare/prepare-conversation.ts';
import { buildMessages, buildSystem } from './build-blocks.ts';
import { buildReasoning } from './build-reasoning.ts';
import { buildToolSettings } from './build-tool-config.ts';
import type { ConverseRequest } from './converse-request.ts';

/** Builds the body of Converse or ConverseStream from a conversation that was prepared for the model. */
export function buildConverseRequest(
  conversation: Conversation,
  { output }: Preparation,
  context: TranslationContext,
): ConverseRequest {
  const reasoning = buildReasoning(conversation, context);
  const settings = buildToolSettings(conversation, context);
  const { instruction, modelToolChoice, toolConfig } = settings;
  if (instruction !== undefined) conversation.system.push({ type: 'text', text: instruction });
  const modelFields: Record<string, JsonValue> = {
    ...buildTopK(conversation, context),
    ...reasoning.modelFields,
  };
  if (modelToolChoice) modelFields.tool_choice = modelToolChoice;
  addAnthropicTools(conversation, modelFields, context);
  Object.assign(modelFields, conversation.modelFields);

  const request: ConverseRequest = { messages: buildMessages(conversation.turns, context) };
  if (conversation.system.length > 0) request.system = buildSystem(conversation.system);
  addInference(request, conversation);
  if (toolConfig) request.toolConfig = toolConfig;
  if (output?.kind === 'native') request.outputConfig = { textFormat: buildTextFormat(output.format) };
  if (reasoning.effort !== undefined)
    request.outputConfig = { ...request.outputConfig, effort: reasoning.effort };
  if (Object.keys(modelFields).length > 0) request.additionalModelRequestFields = modelFields;
  addRest(request, conversation);
  addResponsePaths(request, conversation, context);
  return request;
}

function addInference(request: ConverseRequest, conversation: Conversation): void {
  const config: NonNullable<ConverseRequest['inferenceConfig']> = {};
  if (conversation.maxTokens !== undefined) config.maxTokens = conversation.maxTokens;
  if (conversation.temperature !== undefined) config.temperature = conversation.temperature;
  if (conversation.topP !== undefined) config.topP = conversation.topP;
  if (conversation.stopSequences) config.stopSequences = conversation.stopSequences;
  for (const _ in config) {
    request.inferenceConfig = config;
    return;
  }
}

function addRest(request: ConverseRequest, conversation: Conversation): void {
  const { guardrail } = conversation;
  if (guardrail) request.guardrailConfig = buildGuardrail(guardrail);
  if (conversation.promptVariables) request.promptVariables = conversation.promptVariables;
  if (conversation.requestMetadata) request.requestMetadata = conversation.requestMetadata;
  if (conversation.latency !== undefined) request.performanceConfig = { latency: conversation.latency };
  if (conversation.serviceTier !== undefined) request.serviceTier = { type: conversation.serviceTier };
}

/** Claude names the stop sequence that it met only when asked, in a stream under `delta`. */
function addResponsePaths(
  request: ConverseRequest,
  { stopSequences, responseFieldPaths = [] }: Conversation,
  context: TranslationContext,
): void {
  const asksForStop = stopSequences && context.capabilities.hasAnthropicFields;
  const paths = asksForStop
    ? ['/stop_sequence', '/delta/stop_sequence', ...responseFieldPaths]
    : responseFieldPaths;
  if (paths.length > 0) request.additionalModelResponseFieldPaths = paths;
}

function buildGuardrail(guardrail: NonNullable<Conversation['guardrail']>): JsonObject {
  const config: JsonObject = {
    guardrailIdentifier: guardrail.identifier,
    guardrailVersion: guardrail.version,
  };
  if (guardrail.trace !== undefined) config.trace = guardrail.trace;
  if (guardrail.streamProcessingMode !== undefined) {
    config.streamProcessingMode = guardrail.streamProcessingMode;
  }
  return config;
}

function buildTextFormat({ name, description, schema = {} }: OutputFormat): JsonObject {
  const jsonSchema: JsonObject = { name, schema: JSON.stringify(closeSchema(schema)) };
  if (description !== undefined) jsonSchema.description = description;
  return { type: 'json_schema', structure: { jsonSchema } };
}

function buildTopK({ topK }: Conversation, context: TranslationContext): JsonObject {
  if (topK === undefined) return {};
  const { topK: place } = context.capabilities;
  if (place === 'none') {
    context.drop('top_k', 'this model does not take it');
    return {};
  }
  return place === 'nova-inference-config' ? { inferenceConfig: { topK } } : { [place]: topK };
}

function addAnthropicTools(
  conversation: Conversation,
  modelFields: Record<string, JsonValue>,
  context: TranslationContext,
): void {
  if (!conversation.anthropicTools) return;
  if (context.capabilities.hasAnthropicFields) modelFields.tools = conversation.anthropicTools;
  else context.drop('tools', "Anthropic's own tools work only with Claude");
}
