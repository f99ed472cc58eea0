import { readRecord } from '../../read-value.ts';
import { excludeCacheReads, readUsage, type Usage } from '../../usage.ts';

/** Reads OpenAI's `usage`, whose prompt count includes cache reads. */
export function readOpenAiUsage(value: unknown): Usage | undefined {
  const usage = readRecord(value);
  return excludeCacheReads(
    readUsage({
      inputTokens: usage.prompt_tokens,
      outputTokens: usage.completion_tokens,
      totalTokens: usage.total_tokens,
      cacheReadTokens: readRecord(usage.prompt_tokens_details).cached_tokens,
      reasoningTokens: readRecord(usage.completion_tokens_details).reasoning_tokens,
    }),
  );
}
