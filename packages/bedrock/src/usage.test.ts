import { describe, expect, it } from 'vitest';
import { readAnthropicUsage } from './families/anthropic-messages/anthropic-usage.ts';
import { readOpenAiUsage } from './families/openai-chat/openai-usage.ts';
import {
  excludeCachedTokens,
  mapUsageToMetrics,
  mergeUsage,
  readConverseUsage,
  readHeaderUsage,
  readInvocationMetricsUsage,
  sumInputTokens,
} from './usage.ts';

describe('readConverseUsage', () => {
  it('reads counts, cache and its times to live', () => {
    expect(
      readConverseUsage({
        inputTokens: 6,
        outputTokens: 2,
        totalTokens: 14_929,
        cacheReadInputTokens: 14_921,
        cacheWriteInputTokens: 0,
        cacheDetails: [
          { ttl: '1h', inputTokens: 30 },
          { ttl: '5m', inputTokens: 20 },
        ],
        serverToolUsage: {},
      }),
    ).toEqual({
      inputTokens: 6,
      outputTokens: 2,
      totalTokens: 14_929,
      cacheReadTokens: 14_921,
      cacheWriteTokens: 0,
      cacheWrite5mTokens: 20,
      cacheWrite1hTokens: 30,
    });
  });

  it('takes cached tokens out of an input count whose total shows that it holds them', () => {
    const doubled = { inputTokens: 4995, outputTokens: 19, totalTokens: 5014, cacheWriteInputTokens: 4993 };
    expect(readConverseUsage(doubled)).toMatchObject({ inputTokens: 2, totalTokens: 5014 });
  });

  it('leaves the input alone when the total counts the cache beside it, or the cache is larger', () => {
    const beside = { inputTokens: 5000, outputTokens: 10, totalTokens: 9010, cacheReadInputTokens: 4000 };
    expect(readConverseUsage(beside)?.inputTokens).toBe(5000);
    const larger = { inputTokens: 23, outputTokens: 53, totalTokens: 76, cacheWriteInputTokens: 4425 };
    expect(readConverseUsage(larger)?.inputTokens).toBe(23);
    expect(readConverseUsage({ inputTokens: 9, outputTokens: 1, totalTokens: 10 })?.inputTokens).toBe(9);
  });

  it.each([undefined, null, 'none', [], {}, { inputTokens: '5' }, { inputTokens: Number.NaN }])(
    'finds nothing in %j',
    (value) => {
      expect(readConverseUsage(value)).toBeUndefined();
    },
  );
});

describe('usage of the other sources', () => {
  it('reads headers, and nothing from headers that are no numbers', () => {
    expect(
      readHeaderUsage({
        'x-amzn-bedrock-input-token-count': '4',
        'x-amzn-bedrock-output-token-count': '10',
        'x-amzn-bedrock-cache-read-input-token-count': '1209',
        'x-amzn-bedrock-cache-write-input-token-count': '0',
      }),
    ).toEqual({ inputTokens: 4, outputTokens: 10, cacheReadTokens: 1209, cacheWriteTokens: 0 });
    expect(readHeaderUsage({ 'x-amzn-bedrock-input-token-count': 'many' })).toBeUndefined();
    expect(readHeaderUsage({ 'x-amzn-bedrock-input-token-count': '' })).toBeUndefined();
  });

  it('reads invocation metrics', () => {
    expect(
      readInvocationMetricsUsage({ inputTokenCount: 4, outputTokenCount: 10, invocationLatency: 5 }),
    ).toEqual({
      inputTokens: 4,
      outputTokens: 10,
    });
    expect(readInvocationMetricsUsage(undefined)).toBeUndefined();
  });

  it("reads Anthropic's split of cache writes and its thinking tokens", () => {
    expect(
      readAnthropicUsage({
        input_tokens: 1,
        output_tokens: 50,
        cache_creation_input_tokens: 30,
        cache_read_input_tokens: 5,
        cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
        output_tokens_details: { thinking_tokens: 40 },
      }),
    ).toEqual({
      inputTokens: 1,
      outputTokens: 50,
      cacheReadTokens: 5,
      cacheWriteTokens: 30,
      cacheWrite5mTokens: 10,
      cacheWrite1hTokens: 20,
      reasoningTokens: 40,
    });
  });

  it("takes the cached tokens out of OpenAI's prompt count", () => {
    expect(
      readOpenAiUsage({
        prompt_tokens: 100,
        completion_tokens: 20,
        total_tokens: 120,
        prompt_tokens_details: { cached_tokens: 80 },
        completion_tokens_details: { reasoning_tokens: 15 },
      }),
    ).toEqual({
      inputTokens: 20,
      outputTokens: 20,
      totalTokens: 120,
      cacheReadTokens: 80,
      reasoningTokens: 15,
    });
    expect(excludeCachedTokens({ inputTokens: 10, cacheReadTokens: 80 })).toEqual({
      inputTokens: 10,
      cacheReadTokens: 80,
    });
  });
});

describe('mergeUsage', () => {
  it('lets billed counts win, adds what only the body says, and drops a total that is not theirs', () => {
    const billed = { inputTokens: 7, outputTokens: 7 };
    const body = {
      inputTokens: 73,
      outputTokens: 8,
      totalTokens: 81,
      reasoningTokens: 3,
      cacheWrite1hTokens: 0,
    };
    expect(mergeUsage(billed, body)).toEqual({
      inputTokens: 7,
      outputTokens: 7,
      reasoningTokens: 3,
      cacheWrite1hTokens: 0,
    });
    expect(mergeUsage({ inputTokens: 7 }, body)?.totalTokens).toBe(81);
    expect(mergeUsage(undefined, body)).toEqual(body);
    expect(mergeUsage(billed, undefined)).toEqual(billed);
    expect(mergeUsage(undefined, undefined)).toBeUndefined();
  });
});

describe('mapUsageToMetrics', () => {
  it('takes the given total, else the sum with the cache', () => {
    expect(
      mapUsageToMetrics({ inputTokens: 6, outputTokens: 2, totalTokens: 14_929, cacheReadTokens: 14_921 }),
    ).toEqual({
      prompt_tokens: 6,
      completion_tokens: 2,
      tokens: 14_929,
      prompt_cached_tokens: 14_921,
    });
    const split = { inputTokens: 6, outputTokens: 2, cacheReadTokens: 10 };
    expect(mapUsageToMetrics({ ...split, cacheWrite5mTokens: 3, cacheWrite1hTokens: 4 })).toEqual({
      prompt_tokens: 6,
      completion_tokens: 2,
      tokens: 25,
      prompt_cached_tokens: 10,
      prompt_cache_creation_tokens: 7,
      prompt_cache_creation_5m_tokens: 3,
      prompt_cache_creation_1h_tokens: 4,
    });
  });

  it('says nothing of what was not said', () => {
    expect(mapUsageToMetrics(undefined)).toEqual({});
    expect(Object.keys(mapUsageToMetrics({ outputTokens: 0 }))).toEqual(['completion_tokens', 'tokens']);
  });

  it('gives the sum that OpenTelemetry calls input tokens', () => {
    const metrics = { prompt_tokens: 6, prompt_cached_tokens: 10, prompt_cache_creation_tokens: 7 };
    expect(sumInputTokens(metrics)).toBe(23);
    expect(sumInputTokens({ prompt_cached_tokens: 10 })).toBeUndefined();
  });
});
