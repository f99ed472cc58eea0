import { cacheWriteTokensOf, totalTokensOf } from '../answer/plan-answer.ts';
import type { AnswerPlan } from '../answer/plan-answer.ts';
import type { JsonObject } from '../json.ts';

/** OpenAI's input count includes what was read from the cache. */
export function renderChatUsage(plan: AnswerPlan): JsonObject {
  const { usage } = plan;
  return {
    prompt_tokens: sumInput(plan),
    completion_tokens: usage.outputTokens,
    total_tokens: totalTokensOf(usage),
    prompt_tokens_details: { cached_tokens: usage.cacheReadTokens },
    completion_tokens_details: { reasoning_tokens: usage.reasoningTokens },
  };
}

/** The same counts under the names of the Responses API. */
export function renderResponseUsage(plan: AnswerPlan): JsonObject {
  const { usage } = plan;
  return {
    input_tokens: sumInput(plan),
    input_tokens_details: { cached_tokens: usage.cacheReadTokens },
    output_tokens: usage.outputTokens,
    output_tokens_details: { reasoning_tokens: usage.reasoningTokens },
    total_tokens: totalTokensOf(usage),
  };
}

function sumInput({ usage }: AnswerPlan): number {
  return usage.inputTokens + usage.cacheReadTokens + cacheWriteTokensOf(usage);
}
