import type { JsonObject } from '@outcrop/protocol';
import type { Conversation, ToolChoice } from '../conversation/conversation.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';
import { buildCachePoint } from './build-blocks.ts';
import type { ConverseRequest, ConverseTool, ConverseToolChoice } from './converse-request.ts';

interface ToolSettings {
  toolConfig?: ConverseRequest['toolConfig'];
  /** For models that take Anthropic's own `tool_choice`, which says more than Converse can. */
  modelToolChoice?: JsonObject;
  instruction?: string;
}

/** Builds the tools and the choice among them. */
export function buildToolSettings(conversation: Conversation, context: TranslationContext): ToolSettings {
  const { toolChoice } = conversation;
  if (conversation.tools.length === 0) return {};
  if (toolChoice === 'none') return buildNoTools(conversation, context);
  const tools = buildTools(conversation);
  if (conversation.hasParallelToolCalls === false) {
    if (context.capabilities.hasAnthropicFields) {
      const modelToolChoice = { ...mapToAnthropic(toolChoice), disable_parallel_tool_use: true };
      return { toolConfig: { tools }, modelToolChoice };
    }
    context.drop('parallel_tool_calls', 'this model cannot be kept to one tool call at a time');
  }
  return { toolConfig: toolChoice === undefined ? { tools } : { tools, toolChoice: mapChoice(toolChoice) } };
}

/** Without tool calls in the history the tools are left out; with them Bedrock wants the tools declared. */
function buildNoTools(conversation: Conversation, context: TranslationContext): ToolSettings {
  const hasCalls = conversation.turns.some(({ parts }) => parts.some((part) => part.type === 'tool-call'));
  if (!hasCalls) return {};
  const toolConfig = { tools: buildTools(conversation) };
  if (context.capabilities.hasAnthropicFields) return { toolConfig, modelToolChoice: { type: 'none' } };
  context.change('tool_choice', 'the model is asked in words not to call tools: Converse has no "none"');
  return { toolConfig, instruction: 'Do not call any tool now: answer in words.' };
}

function buildTools({ tools }: Conversation): ConverseTool[] {
  const built: ConverseTool[] = [];
  for (const tool of tools) {
    const toolSpec: Extract<ConverseTool, { toolSpec: object }>['toolSpec'] = {
      name: tool.name,
      inputSchema: { json: tool.inputSchema },
    };
    // Bedrock refuses an empty description.
    if (tool.description) toolSpec.description = tool.description;
    if (tool.isStrict) toolSpec.strict = true;
    built.push({ toolSpec });
    if (tool.cache) built.push({ cachePoint: buildCachePoint(tool.cache) });
  }
  return built;
}

function mapChoice(choice: Exclude<ToolChoice, 'none'>): ConverseToolChoice {
  if (choice === 'auto') return { auto: {} };
  return choice === 'required' ? { any: {} } : { tool: { name: choice.name } };
}

function mapToAnthropic(choice: ToolChoice | undefined): JsonObject {
  if (typeof choice === 'object') return { type: 'tool', name: choice.name };
  return { type: choice === 'required' ? 'any' : 'auto' };
}
