import type { JsonObject } from '@outcrop/protocol';
import { buildInvokeHeaders } from '../conversation-to-anthropic/invoke-headers.ts';
import { buildReasoning } from '../conversation-to-converse/build-reasoning.ts';
import { dropForeignFields } from '../conversation-to-openai/drop-foreign-fields.ts';
import type { Conversation, OutputFormat } from '../conversation/conversation.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';
import type { ModelRequest } from '../model-format.ts';
import { closeSchema } from '../prepare/close-schema.ts';
import type { Preparation } from '../prepare/prepare-conversation.ts';
import { buildResponsesInput } from './build-responses-input.ts';
import type { ResponsesRequest } from './responses-request.ts';

/** Builds a request of the Responses API from a conversation that was prepared for the model. */
export function buildResponsesRequest(
  conversation: Conversation,
  { output }: Preparation,
  context: TranslationContext,
): ModelRequest {
  const { reasoning_effort: effort, ...modelFields } =
    buildReasoning(conversation, context).modelFields ?? {};
  const body: ResponsesRequest = { input: buildResponsesInput(conversation, context), store: false };
  addSampling(body, conversation, context);
  addTools(body, conversation);
  if (typeof effort === 'string') body.reasoning = { effort };
  if (output?.kind === 'native') body.text = { format: buildFormat(output.format) };
  if (conversation.isStream) body.stream = true;
  dropForeignFields(conversation, context);
  return {
    body: { ...body, ...modelFields, ...conversation.modelFields },
    headers: buildInvokeHeaders(conversation),
  };
}

function addSampling(
  body: ResponsesRequest,
  { maxTokens, temperature, topP, stopSequences }: Conversation,
  context: TranslationContext,
): void {
  if (maxTokens !== undefined) body.max_output_tokens = maxTokens;
  if (temperature !== undefined) body.temperature = temperature;
  if (topP !== undefined) body.top_p = topP;
  if (stopSequences) context.drop('stop', 'the Responses API takes no stop sequences');
}

function addTools(body: ResponsesRequest, { tools, toolChoice, hasParallelToolCalls }: Conversation): void {
  if (tools.length === 0) return;
  body.tools = tools.map(({ name, description, inputSchema, isStrict = false }) => ({
    type: 'function',
    name,
    ...(description && { description }),
    parameters: inputSchema,
    strict: isStrict,
  }));
  if (typeof toolChoice === 'object') body.tool_choice = { type: 'function', name: toolChoice.name };
  else if (toolChoice !== undefined) body.tool_choice = toolChoice;
  if (hasParallelToolCalls !== undefined) body.parallel_tool_calls = hasParallelToolCalls;
}

function buildFormat({ name, description, schema = {} }: OutputFormat): JsonObject {
  const format: JsonObject = { type: 'json_schema', name, schema: closeSchema(schema), strict: true };
  if (description !== undefined) format.description = description;
  return format;
}
