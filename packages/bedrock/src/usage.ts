import type { SpanMetrics } from '@outcrop/protocol';
import { isRecord, keepPresent, readArray, readNumber, readRecord } from './read-value.ts';

/** Token counts as Bedrock gave them. `inputTokens` excludes cache reads and writes. Absent means not said. */
export interface Usage {
  inputTokens?: number;
  outputTokens?: number;
  totalTokens?: number;
  cacheReadTokens?: number;
  cacheWriteTokens?: number;
  cacheWrite5mTokens?: number;
  cacheWrite1hTokens?: number;
  reasoningTokens?: number;
}

/** Reads the `usage` of Converse, of its stream's `metadata` event and of Nova's own body. */
export function readConverseUsage(value: unknown): Usage | undefined {
  if (!isRecord(value)) return undefined;
  const usage = readUsage({
    inputTokens: value.inputTokens,
    outputTokens: value.outputTokens,
    totalTokens: value.totalTokens,
    cacheReadTokens: value.cacheReadInputTokens ?? value.cacheReadInputTokenCount,
    cacheWriteTokens: value.cacheWriteInputTokens ?? value.cacheWriteInputTokenCount,
    cacheWrite5mTokens: findCacheDetail(value.cacheDetails, '5m'),
    cacheWrite1hTokens: findCacheDetail(value.cacheDetails, '1h'),
  });
  return usage && withoutDoubleCount(usage);
}

/** Reads the token counts that InvokeModel answers in its headers, whatever the model. */
export function readHeaderUsage(headers: Readonly<Record<string, string>>): Usage | undefined {
  return readUsage({
    inputTokens: readHeaderCount(headers['x-amzn-bedrock-input-token-count']),
    outputTokens: readHeaderCount(headers['x-amzn-bedrock-output-token-count']),
    cacheReadTokens: readHeaderCount(headers['x-amzn-bedrock-cache-read-input-token-count']),
    cacheWriteTokens: readHeaderCount(headers['x-amzn-bedrock-cache-write-input-token-count']),
  });
}

/** Reads `amazon-bedrock-invocationMetrics`, which ends every InvokeModel stream. */
export function readInvocationMetricsUsage(value: unknown): Usage | undefined {
  const metrics = readRecord(value);
  return readUsage({
    inputTokens: metrics.inputTokenCount,
    outputTokens: metrics.outputTokenCount,
    cacheReadTokens: metrics.cacheReadInputTokenCount,
    cacheWriteTokens: metrics.cacheWriteInputTokenCount,
  });
}

/** How often Bedrock's own tools were used: `web_search_requests` becomes `server_tool_use_web_search_requests`. */
export function readServerToolUse(value: unknown): SpanMetrics | undefined {
  let metrics: SpanMetrics | undefined;
  for (const [name, count] of Object.entries(readRecord(value))) {
    if (typeof count === 'number') (metrics ??= {})[`server_tool_use_${name}`] = count;
  }
  return metrics;
}

/** Keeps the counts that are numbers; undefined when none is. */
export function readUsage(counts: { [Name in keyof Usage]?: unknown }): Usage | undefined {
  const usage: Usage = {};
  let isEmpty = true;
  let name: keyof Usage;
  for (name in counts) {
    const count = readNumber(counts[name]);
    if (count === undefined) continue;
    usage[name] = count;
    isEmpty = false;
  }
  return isEmpty ? undefined : usage;
}

/**
 * Turns a usage whose input count includes cache reads and writes, as OpenAI's does and OpenTelemetry's should, into ours. Where the cached
 * tokens alone are more than the input, it did not include them.
 */
export function excludeCachedTokens(usage: Usage): Usage {
  const { inputTokens } = usage;
  const cachedTokens = (usage.cacheReadTokens ?? 0) + (usage.cacheWriteTokens ?? 0);
  if (inputTokens === undefined || cachedTokens > inputTokens) return usage;
  return { ...usage, inputTokens: inputTokens - cachedTokens };
}

/** Fills what the first usage does not say from the second. Billed counts (headers, invocation metrics) come first. */
export function mergeUsage(first: Usage | undefined, second: Usage | undefined): Usage | undefined {
  if (!first || !second) return first ?? second;
  const merged = { ...second, ...first };
  // The second's total belongs to its own counts, which may differ from the billed ones.
  if (
    first.totalTokens === undefined &&
    first.inputTokens !== undefined &&
    first.outputTokens !== undefined
  ) {
    delete merged.totalTokens;
  }
  return merged;
}

/** The span metrics of a usage. `tokens` is the given total, else the sum with cache reads and writes. */
export function mapUsageToMetrics(usage: Usage | undefined): SpanMetrics {
  if (!usage) return {};
  const cacheWriteTokens = usage.cacheWriteTokens ?? sum(usage.cacheWrite5mTokens, usage.cacheWrite1hTokens);
  return keepPresent({
    prompt_tokens: usage.inputTokens,
    completion_tokens: usage.outputTokens,
    tokens:
      usage.totalTokens ??
      sum(usage.inputTokens, usage.outputTokens, usage.cacheReadTokens, cacheWriteTokens),
    prompt_cached_tokens: usage.cacheReadTokens,
    prompt_cache_creation_tokens: cacheWriteTokens,
    prompt_cache_creation_5m_tokens: usage.cacheWrite5mTokens,
    prompt_cache_creation_1h_tokens: usage.cacheWrite1hTokens,
    completion_reasoning_tokens: usage.reasoningTokens,
  });
}

/** All input tokens, cache reads and writes included: OpenTelemetry's `gen_ai.usage.input_tokens`. */
export function sumInputTokens(metrics: SpanMetrics): number | undefined {
  if (metrics.prompt_tokens === undefined) return undefined;
  return sum(metrics.prompt_tokens, metrics.prompt_cached_tokens, metrics.prompt_cache_creation_tokens);
}

/**
 * Some models were seen to count cached tokens in `inputTokens` as well; the total then is input plus output alone.
 * By Bedrock's own rule the input excludes them: https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html
 */
function withoutDoubleCount(usage: Usage): Usage {
  const cachedTokens = (usage.cacheReadTokens ?? 0) + (usage.cacheWriteTokens ?? 0);
  const { inputTokens = 0, outputTokens = 0, totalTokens } = usage;
  const countsCachedTwice =
    cachedTokens > 0 && inputTokens >= cachedTokens && totalTokens === inputTokens + outputTokens;
  return countsCachedTwice ? { ...usage, inputTokens: inputTokens - cachedTokens } : usage;
}

function findCacheDetail(details: unknown, ttl: string): unknown {
  if (details === undefined) return undefined;
  return readArray(details)
    .map(readRecord)
    .find((detail) => detail.ttl === ttl)?.inputTokens;
}

function readHeaderCount(value: string | undefined): number | undefined {
  return value === undefined || value === '' ? undefined : Number(value);
}

/** Undefined when none is said. */
function sum(...counts: (number | undefined)[]): number | undefined {
  let total: number | undefined;
  for (const count of counts) if (count !== undefined) total = (total ?? 0) + count;
  return total;
}
