import type { JsonObject } from '@outcrop/protocol';
import { buildThinking, findClaudeEffort } from '../conversation-to-converse/build-reasoning.ts';
import type { Conversation, ToolChoice } from '../conversation/conversation.ts';
import { dropConverseFields } from '../conversation/drop-converse-fields.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';
import type { ModelRequest } from '../model-format.ts';
import { closeSchema } from '../prepare/close-schema.ts';
import type { OutputPlan } from '../prepare/adapt-output-format.ts';
import type { Preparation } from '../prepare/prepare-conversation.ts';
import type { AnthropicRequest, AnthropicTool } from './anthropic-request.ts';
import { buildAnthropicBlocks, buildCacheControl } from './build-anthropic-blocks.ts';
import { buildInvokeHeaders } from './invoke-headers.ts';

// Anthropic wants a limit. Where the model's own is unknown this one suits all of Claude.
const defaultMaxTokens = 4096;

/** Builds InvokeModel's body for Claude from a conversation that was prepared for the model. */
export function buildAnthropicRequest(
  conversation: Conversation,
  { output }: Preparation,
  context: TranslationContext,
): ModelRequest {
  const body: AnthropicRequest = {
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: conversation.maxTokens ?? context.capabilities.maxOutputTokens ?? defaultMaxTokens,
    messages: conversation.turns.map(({ role, parts }) => ({
      role,
      content: buildAnthropicBlocks(parts, context),
    })),
  };
  if (conversation.system.length > 0) body.system = buildAnthropicBlocks(conversation.system, context);
  addSampling(body, conversation);
  addTools(body, conversation);
  addReasoning(body, conversation, output);
  dropConverseFields(conversation, context);
  return { body: { ...body, ...conversation.modelFields }, headers: buildInvokeHeaders(conversation) };
}

function addSampling(body: AnthropicRequest, conversation: Conversation): void {
  if (conversation.temperature !== undefined) body.temperature = conversation.temperature;
  if (conversation.topP !== undefined) body.top_p = conversation.topP;
  if (conversation.topK !== undefined) body.top_k = conversation.topK;
  if (conversation.stopSequences) body.stop_sequences = conversation.stopSequences;
}

function addTools(body: AnthropicRequest, conversation: Conversation): void {
  const tools = [...conversation.tools.map(buildTool), ...(conversation.anthropicTools ?? [])];
  if (tools.length === 0) return;
  body.tools = tools;
  const choice = buildToolChoice(conversation.toolChoice, conversation.hasParallelToolCalls);
  if (choice) body.tool_choice = choice;
}

function buildTool(tool: Conversation['tools'][number]): AnthropicTool {
  const built: AnthropicTool = { name: tool.name, input_schema: tool.inputSchema };
  if (tool.description) built.description = tool.description;
  if (tool.isStrict) built.strict = true;
  if (tool.cache) built.cache_control = buildCacheControl(tool.cache);
  return built;
}

function buildToolChoice(
  choice: ToolChoice | undefined,
  hasParallelToolCalls: boolean | undefined,
): JsonObject | undefined {
  const built = mapToolChoice(choice);
  if (hasParallelToolCalls !== false || built?.type === 'none') return built;
  return { ...(built ?? { type: 'auto' }), disable_parallel_tool_use: true };
}

function mapToolChoice(choice: ToolChoice | undefined): JsonObject | undefined {
  if (choice === undefined) return undefined;
  if (typeof choice === 'object') return { type: 'tool', name: choice.name };
  return { type: choice === 'required' ? 'any' : choice };
}

function addReasoning(body: AnthropicRequest, { reasoning }: Conversation, output: OutputPlan): void {
  const thinking = reasoning && buildThinking(reasoning);
  if (thinking) body.thinking = thinking;
  const effort = reasoning && findClaudeEffort(reasoning);
  const config: JsonObject = {};
  if (effort !== undefined) config.effort = effort;
  if (output?.kind === 'native') {
    config.format = { type: 'json_schema', schema: closeSchema(output.format.schema ?? {}) };
  }
  if (Object.keys(config).length > 0) body.output_config = config;
}
