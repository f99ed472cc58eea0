import { totalTokensOf } from '../answer/plan-answer.ts';
import type { AnswerPart, AnswerPlan } from '../answer/plan-answer.ts';
import type { JsonObject } from '../json.ts';
import { textOfPlan } from './text-answer.ts';

/** The message of a choice. Reasoning stands inside the text, as gpt-oss on InvokeModel gives it. */
export function renderOpenAiMessage(plan: AnswerPlan): JsonObject {
  const calls = renderToolCalls(plan);
  return {
    role: 'assistant',
    content: openAiTextOf(plan),
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
  };
}

export function openAiTextOf(plan: AnswerPlan): string {
  const reasoning = plan.parts
    .flatMap((part) => (part.kind === 'reasoning' ? [`<reasoning>${part.text}</reasoning>`] : []))
    .join('');
  return reasoning + textOfPlan(plan);
}

export function renderToolCalls(plan: AnswerPlan): JsonObject[] {
  return plan.parts
    .filter((part): part is Extract<AnswerPart, { kind: 'tool-call' }> => part.kind === 'tool-call')
    .map((part, index) => ({
      index,
      id: `call_${part.id}`,
      type: 'function',
      function: { name: part.name, arguments: JSON.stringify(part.input) },
    }));
}

export function openAiFinishReason(plan: AnswerPlan): string {
  if (plan.stopReason === 'tool_use') return 'tool_calls';
  if (plan.stopReason === 'guardrail_intervened') return 'content_filter';
  return plan.stopReason === 'max_tokens' ? 'length' : 'stop';
}

export function renderOpenAiUsage(plan: AnswerPlan): JsonObject {
  const { inputTokens, outputTokens } = plan.usage;
  return {
    prompt_tokens: inputTokens,
    completion_tokens: outputTokens,
    total_tokens: totalTokensOf(plan.usage),
  };
}
