import { readRecord } from '../../read-value.ts';
import { excludeCachedTokens, readUsage, type Usage } from '../../usage.ts';

/** Reads OpenAI's `usage`, whose prompt count includes cache reads. */
export function readOpenAiUsage(value: unknown): Usage | undefined {
  const said = readRecord(value);
  const usage = readUsage({
    inputTokens: said.prompt_tokens,
    outputTokens: said.completion_tokens,
    totalTokens: said.total_tokens,
    cacheReadTokens: readRecord(said.prompt_tokens_details).cached_tokens,
    reasoningTokens: readRecord(said.completion_tokens_details).reasoning_tokens,
  });
  return usage && excludeCachedTokens(usage);
}
