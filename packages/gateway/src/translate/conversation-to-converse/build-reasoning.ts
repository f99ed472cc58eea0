import type { JsonObject } from '@outcrop/protocol';
import type { Conversation, Effort, Reasoning } from '../conversation/conversation.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';

interface ReasoningSettings {
  modelFields?: JsonObject;
  effort?: string;
}

/** Says how much to reason in the words of the model; adaptReasoning has already chosen between budget and effort. */
export function buildReasoning(conversation: Conversation, context: TranslationContext): ReasoningSettings {
  const { reasoning } = conversation;
  if (!reasoning) return {};
  switch (context.capabilities.reasoning) {
    case 'none':
      return {};
    case 'budget':
    case 'budget-or-adaptive':
    case 'adaptive': {
      const thinking = buildThinking(reasoning);
      return { modelFields: thinking && { thinking }, effort: findClaudeEffort(reasoning) };
    }
    case 'nova-effort':
      return buildNova(conversation, reasoning, context);
    case 'openai-effort':
      return buildOpenAi(reasoning, context);
    default:
      return context.capabilities.reasoning satisfies never;
  }
}

/** Anthropic's `thinking`. */
export function buildThinking({ isEnabled, budgetTokens, display }: Reasoning): JsonObject | undefined {
  if (isEnabled === undefined) return undefined;
  if (!isEnabled) return { type: 'disabled' };
  const thinking: JsonObject =
    budgetTokens === undefined ? { type: 'adaptive' } : { type: 'enabled', budget_tokens: budgetTokens };
  if (display !== undefined) thinking.display = display;
  return thinking;
}

/** An effort stands beside adaptive thinking; a budget says the amount already. */
export function findClaudeEffort({ effort, budgetTokens }: Reasoning): Effort | undefined {
  return budgetTokens === undefined ? effort : undefined;
}

/** https://docs.aws.amazon.com/nova/latest/nova2-userguide/extended-thinking.html */
function buildNova(
  conversation: Conversation,
  reasoning: Reasoning,
  context: TranslationContext,
): ReasoningSettings {
  if (reasoning.isEnabled === false) return { modelFields: { reasoningConfig: { type: 'disabled' } } };
  const effort = reasoning.effort ?? 'medium';
  const maxReasoningEffort = effort === 'low' || effort === 'medium' ? effort : 'high';
  if (maxReasoningEffort === 'high') {
    for (const name of ['temperature', 'topP', 'topK', 'maxTokens'] as const) {
      if (conversation[name] === undefined) continue;
      delete conversation[name];
      context.drop(clientNames[name], 'cannot be set while this model reasons with high effort');
    }
  }
  return { modelFields: { reasoningConfig: { type: 'enabled', maxReasoningEffort } } };
}

const clientNames = { temperature: 'temperature', topP: 'top_p', topK: 'top_k', maxTokens: 'max_tokens' };

function buildOpenAi({ isEnabled, effort }: Reasoning, context: TranslationContext): ReasoningSettings {
  if (isEnabled === false) {
    context.change('reasoning', 'this model always reasons: its lowest effort is asked for');
    return { modelFields: { reasoning_effort: 'low' } };
  }
  return effort === undefined ? {} : { modelFields: { reasoning_effort: limitEffort(effort, context) } };
}

function limitEffort(effort: Effort, context: TranslationContext): Effort {
  const { highestEffort } = context.capabilities;
  if (effort !== 'max' && (effort !== 'xhigh' || highestEffort === 'xhigh')) return effort;
  context.change(
    'reasoning',
    `has the effort ${highestEffort} in place of ${effort}: this model goes no higher`,
  );
  return highestEffort;
}
