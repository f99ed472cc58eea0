import type { Conversation, Effort, Reasoning } from '../conversation/conversation.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';

// https://docs.aws.amazon.com/bedrock/latest/userguide/claude-messages-extended-thinking.html
const smallestBudget = 1024;

const budgetOfEffort: Record<Effort, number> = {
  low: 2048,
  medium: 8192,
  high: 16_384,
  xhigh: 32_768,
  max: 65_536,
};

/** Turns the asked reasoning into what the model takes: a budget, an effort or nothing. */
export function adaptReasoning(conversation: Conversation, context: TranslationContext): void {
  const { reasoning } = conversation;
  if (!reasoning) return;
  switch (context.capabilities.reasoning) {
    case 'none':
      delete conversation.reasoning;
      if (reasoning.isEnabled !== false) context.drop('reasoning', 'this model has no setting for it');
      return;
    case 'budget':
      setBudgetIfEnabled(conversation, reasoning, context);
      return;
    case 'budget-or-adaptive':
      if (reasoning.isEnabled && reasoning.budgetTokens !== undefined)
        setBudget(conversation, reasoning, context);
      return;
    case 'adaptive':
    case 'nova-effort':
    case 'openai-effort':
      setEffort(reasoning, context);
      return;
    default:
      context.capabilities.reasoning satisfies never;
  }
}

function setBudgetIfEnabled(
  conversation: Conversation,
  reasoning: Reasoning,
  context: TranslationContext,
): void {
  if (reasoning.isEnabled) setBudget(conversation, reasoning, context);
  else if (reasoning.effort !== undefined) {
    delete reasoning.effort;
    context.drop('effort', 'this model takes a budget of tokens for its reasoning instead');
  }
}

/** The budget is part of the output's tokens, must leave some for the answer and has a lower bound. */
function setBudget(conversation: Conversation, reasoning: Reasoning, context: TranslationContext): void {
  const asked = reasoning.budgetTokens ?? budgetOfEffort[reasoning.effort ?? 'medium'];
  const limit = conversation.maxTokens ?? context.capabilities.maxOutputTokens;
  delete reasoning.effort;
  if (limit !== undefined && limit <= smallestBudget) {
    delete conversation.reasoning;
    context.drop('reasoning', `needs max_tokens above ${smallestBudget}, not ${limit}`);
    return;
  }
  const most =
    limit === undefined ? asked : Math.max(smallestBudget, Math.min(limit - 1, Math.floor(limit * 0.8)));
  reasoning.budgetTokens = Math.max(smallestBudget, Math.min(asked, most));
  if (conversation.maxTokens === undefined) {
    conversation.maxTokens = Math.min(limit ?? Infinity, reasoning.budgetTokens + defaultAnswerTokens);
  }
  if (reasoning.budgetTokens !== asked && conversation.reasoning?.budgetTokens !== undefined) {
    context.change(
      'reasoning',
      `budget is ${reasoning.budgetTokens} tokens in place of ${asked}, to fit max_tokens`,
    );
  }
}

/** Room for the answer beside the reasoning when the client sets no limit. */
const defaultAnswerTokens = 4096;

function setEffort(reasoning: Reasoning, context: TranslationContext): void {
  const { budgetTokens } = reasoning;
  if (budgetTokens === undefined) return;
  delete reasoning.budgetTokens;
  if (!reasoning.isEnabled) return;
  reasoning.effort ??= findEffort(budgetTokens);
  context.change(
    'reasoning',
    `this model takes an effort, not a budget: ${reasoning.effort} in place of ${budgetTokens} tokens`,
  );
}

function findEffort(budgetTokens: number): Effort {
  if (budgetTokens <= 4096) return 'low';
  return budgetTokens <= 12_288 ? 'medium' : 'high';
}
