import { mapUsageToMetrics, sumInputTokens, type Usage } from '@outcrop/bedrock';
import type { ChatUsage } from './chat-completion.ts';

/** OpenAI counts cache reads and writes among the prompt's tokens, Bedrock beside them. */
export function buildChatUsage(usage: Usage): ChatUsage {
  const metrics = mapUsageToMetrics(usage);
  return {
    prompt_tokens: sumInputTokens(metrics) ?? 0,
    completion_tokens: metrics.completion_tokens ?? 0,
    total_tokens: metrics.tokens ?? 0,
    prompt_tokens_details: {
      cached_tokens: metrics.prompt_cached_tokens ?? 0,
      cache_write_tokens: metrics.prompt_cache_creation_tokens ?? 0,
    },
    completion_tokens_details: { reasoning_tokens: metrics.completion_reasoning_tokens ?? 0 },
  };
}
