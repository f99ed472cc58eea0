import type { JsonObject } from '@outcrop/protocol';
import { buildInvokeHeaders } from '../conversation-to-anthropic/invoke-headers.ts';
import { buildReasoning } from '../conversation-to-converse/build-reasoning.ts';
import type { Conversation, OutputFormat, ToolChoice } from '../conversation/conversation.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';
import type { ModelRequest } from '../model-format.ts';
import { closeSchema } from '../prepare/close-schema.ts';
import type { Preparation } from '../prepare/prepare-conversation.ts';
import { buildOpenAiMessages } from './build-openai-messages.ts';
import { dropForeignFields } from './drop-foreign-fields.ts';
import type { OpenAiRequest } from './openai-request.ts';

/** Builds a chat completion for Bedrock's OpenAI-compatible endpoint from a conversation that was prepared for the model. */
export function buildOpenAiRequest(
  conversation: Conversation,
  { output }: Preparation,
  context: TranslationContext,
): ModelRequest {
  const { modelFields } = buildReasoning(conversation, context);
  const body: OpenAiRequest = { messages: buildOpenAiMessages(conversation, context) };
  addSampling(body, conversation);
  addTools(body, conversation);
  if (output?.kind === 'native') body.response_format = buildResponseFormat(output.format);
  if (conversation.isStream) {
    body.stream = true;
    body.stream_options = { include_usage: true };
  }
  dropForeignFields(conversation, context);
  return {
    body: { ...body, ...modelFields, ...conversation.modelFields },
    headers: buildInvokeHeaders(conversation),
  };
}

function addSampling(
  body: OpenAiRequest,
  { maxTokens, temperature, topP, stopSequences }: Conversation,
): void {
  if (maxTokens !== undefined) body.max_completion_tokens = maxTokens;
  if (temperature !== undefined) body.temperature = temperature;
  if (topP !== undefined) body.top_p = topP;
  if (stopSequences) body.stop = stopSequences;
}

function addTools(body: OpenAiRequest, { tools, toolChoice, hasParallelToolCalls }: Conversation): void {
  if (tools.length === 0) return;
  body.tools = tools.map(({ name, description, inputSchema, isStrict }) => ({
    type: 'function',
    function: {
      name,
      ...(description && { description }),
      parameters: inputSchema,
      ...(isStrict && { strict: true }),
    },
  }));
  if (toolChoice !== undefined) body.tool_choice = buildToolChoice(toolChoice);
  if (hasParallelToolCalls !== undefined) body.parallel_tool_calls = hasParallelToolCalls;
}

function buildToolChoice(choice: ToolChoice): OpenAiRequest['tool_choice'] {
  return typeof choice === 'string' ? choice : { type: 'function', function: { name: choice.name } };
}

function buildResponseFormat({ name, description, schema = {} }: OutputFormat): JsonObject {
  const json_schema: JsonObject = { name, schema: closeSchema(schema), strict: true };
  if (description !== undefined) json_schema.description = description;
  return { type: 'json_schema', json_schema };
}
