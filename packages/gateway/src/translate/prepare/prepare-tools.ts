import type { Conversation, ToolDefinition } from '../conversation/conversation.ts';
import type { ToolCallPart } from '../conversation/part.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';
import { ToolCallIds, ToolNames } from './tool-names.ts';

/** Declares the tools that earlier turns used, and gives every tool and call a name Bedrock takes. */
export function prepareTools(conversation: Conversation, context: TranslationContext): ToolNames {
  declareUsedTools(conversation);
  applyToolChoice(conversation, context);
  const names = new ToolNames(conversation.tools.map((tool) => tool.name));
  const ids = new ToolCallIds(context.capabilities.toolCallIds);
  for (const tool of conversation.tools) tool.name = names.toBedrock(tool.name);
  for (const { parts } of conversation.turns) {
    for (const part of parts) {
      if (part.type === 'tool-call') {
        part.name = names.toBedrock(part.name);
        part.id = ids.toBedrock(part.id);
      } else if (part.type === 'tool-result') part.callId = ids.toBedrock(part.callId);
    }
  }
  if (typeof conversation.toolChoice === 'object') {
    conversation.toolChoice = { name: names.toBedrock(conversation.toolChoice.name) };
  }
  return names;
}

/** Bedrock refuses tool calls in the history of a request that declares no tools. */
function declareUsedTools(conversation: Conversation): void {
  const declared = new Set(conversation.tools.map((tool) => tool.name));
  if (declared.size > 0) return;
  for (const call of listToolCalls(conversation)) {
    if (declared.has(call.name)) continue;
    declared.add(call.name);
    conversation.tools.push(describeUsedTool(call));
  }
}

function describeUsedTool(call: ToolCallPart): ToolDefinition {
  return {
    name: call.name,
    description: 'Used earlier in this conversation.',
    inputSchema: { type: 'object', properties: {} },
  };
}

function listToolCalls(conversation: Conversation): ToolCallPart[] {
  return conversation.turns.flatMap(({ parts }) => parts.filter((part) => part.type === 'tool-call'));
}

function applyToolChoice(conversation: Conversation, context: TranslationContext): void {
  const { toolChoice, tools } = conversation;
  if (toolChoice === undefined || toolChoice === 'auto') return;
  if (toolChoice === 'none') return;
  if (tools.length === 0 && !conversation.anthropicTools) {
    delete conversation.toolChoice;
    context.drop('tool_choice', 'there are no tools to choose from');
    return;
  }
  const isThinking = conversation.reasoning?.isEnabled === true && context.capabilities.reasoning !== 'none';
  if (isThinking && isClaudeReasoning(context)) {
    conversation.toolChoice = 'auto';
    context.change('tool_choice', 'was made auto: this model cannot be made to call a tool while it reasons');
    return;
  }
  weakenToolChoice(conversation, context);
}

function isClaudeReasoning({ capabilities }: TranslationContext): boolean {
  return capabilities.reasoning !== 'openai-effort' && capabilities.reasoning !== 'nova-effort';
}

function weakenToolChoice(conversation: Conversation, context: TranslationContext): void {
  const { toolChoice } = context.capabilities;
  if (toolChoice === 'named' || (toolChoice === 'required' && conversation.toolChoice === 'required')) return;
  context.drop('tool_choice', `was made ${toolChoice}: this model obeys no stronger choice`);
  conversation.toolChoice = toolChoice;
}
