import { readRecord } from '../../read-value.ts';
import { readUsage, type Usage } from '../../usage.ts';

/** Reads the `usage` of an Anthropic message. Its input count excludes cache reads and writes, like Bedrock's. */
export function readAnthropicUsage(value: unknown): Usage | undefined {
  const usage = readRecord(value);
  const cacheCreation = readRecord(usage.cache_creation);
  return readUsage({
    inputTokens: usage.input_tokens,
    outputTokens: usage.output_tokens,
    cacheReadTokens: usage.cache_read_input_tokens,
    cacheWriteTokens: usage.cache_creation_input_tokens,
    cacheWrite5mTokens: cacheCreation.ephemeral_5m_input_tokens,
    cacheWrite1hTokens: cacheCreation.ephemeral_1h_input_tokens,
    reasoningTokens: readRecord(usage.output_tokens_details).thinking_tokens,
  });
}
