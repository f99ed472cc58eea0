import type { SpanMetrics } from '@outcrop/protocol';
import { describe, expect, it } from 'vitest';
import { computeCostUsd } from './compute-cost.ts';
import { getModelCatalog, findModel, listModels } from './find-model.ts';
import { findPrices, getPricesDate } from './prices.ts';

const metrics = { prompt_tokens: 1_000_000, completion_tokens: 100_000 };
const small = { prompt_tokens: 10_000, completion_tokens: 1000 };

describe('computeCostUsd', () => {
  it('multiplies tokens by the price of a million', () => {
    // Nova Pro: 0.80 in, 3.20 out.
    expect(computeCostUsd({ model: 'amazon.nova-pro-v1:0', metrics })).toBe(0.8 + 0.32);
    expect(
      computeCostUsd({ model: 'amazon.nova-pro-v1:0', metrics: { prompt_tokens: 3, completion_tokens: 5 } }),
    ).toBe(0.0000184);
  });

  it('tells the scope of a profile: the geographic one costs a tenth more than the global one', () => {
    // Claude Sonnet 5: 2 in and 10 out globally, 2.20 and 11 in the US.
    expect(computeCostUsd({ model: 'global.anthropic.claude-sonnet-5', metrics: small })).toBe(0.02 + 0.01);
    expect(computeCostUsd({ model: 'us.anthropic.claude-sonnet-5', metrics: small })).toBe(0.022 + 0.011);
  });

  it('prices cache reads, and cache writes by their time to live', () => {
    const cached = {
      prompt_tokens: 1000,
      completion_tokens: 100,
      prompt_cached_tokens: 10_000,
      prompt_cache_creation_tokens: 5000,
    };
    const model = 'us.anthropic.claude-sonnet-5';
    // 1000 × 2.20 + 100 × 11 + 10,000 × 0.22 + 5000 × 2.75, per million.
    expect(computeCostUsd({ model, metrics: cached })).toBe(0.019_25);
    // Of the 5000 written, 2000 live an hour, at 4.40: 3000 × 2.75 + 2000 × 4.40 instead.
    const split = { ...cached, prompt_cache_creation_5m_tokens: 3000, prompt_cache_creation_1h_tokens: 2000 };
    expect(computeCostUsd({ model, metrics: split })).toBe(0.022_55);
  });

  it('takes the long-context price for the whole call, cache included in the size', () => {
    const model = 'anthropic.claude-sonnet-4-20250514-v1:0';
    // Up to 200,000: 3 in, 15 out. Above: 6, 22.50, cache reads 0.60, one-hour writes 1.6 times the 7.50 of five minutes.
    const short = { prompt_tokens: 100_000, completion_tokens: 1000, prompt_cached_tokens: 100_000 };
    expect(computeCostUsd({ model, metrics: short })).toBe(0.3 + 0.015 + 0.03);
    const long = { ...short, prompt_cached_tokens: 100_001 };
    expect(computeCostUsd({ model, metrics: long })).toBe(0.682_500_6);
    const written = { prompt_tokens: 200_000, completion_tokens: 0, prompt_cache_creation_1h_tokens: 1000 };
    const withWrites = { ...written, prompt_cache_creation_tokens: 1000 };
    expect(computeCostUsd({ model, metrics: withWrites })).toBe(1.2 + 0.012);
  });

  it('prices images and searches apiece', () => {
    const images = { generated_images: 3 };
    expect(computeCostUsd({ model: 'stability.stable-image-core-v1:1', metrics: images })).toBe(0.12);
    const imagesAndTokens = { ...images, prompt_tokens: 5, completion_tokens: 0 };
    expect(computeCostUsd({ model: 'amazon.nova-canvas-v1:0', metrics: imagesAndTokens })).toBe(0.18);
    expect(computeCostUsd({ model: 'cohere.rerank-v3-5:0', metrics: { search_queries: 2 } })).toBe(0.004);
    expect(computeCostUsd({ model: 'amazon.nova-pro-v1:0', metrics: images })).toBeUndefined();
  });

  it('knows the service tiers, named alone or as Converse does', () => {
    const model = 'amazon.nova-pro-v1:0';
    expect(computeCostUsd({ model, metrics, serviceTier: 'flex' })).toBe(0.56);
    expect(computeCostUsd({ model, metrics, serviceTier: { type: 'priority' } })).toBe(1.96);
    expect(computeCostUsd({ model, metrics, serviceTier: { type: 'default' } })).toBe(1.12);
    expect(computeCostUsd({ model, metrics, serviceTier: 'batch' })).toBe(0.56);
    expect(computeCostUsd({ model, metrics, serviceTier: 'reserved' })).toBeUndefined();
    expect(computeCostUsd({ model, metrics, serviceTier: 'constructor' })).toBeUndefined();
  });

  it('knows Regions with prices of their own, by the call or by the ARN', () => {
    // Nova Pro in Frankfurt: 1.05 in, 4.20 out; cache reads keep their quarter of the input price.
    const cached = { ...metrics, prompt_cached_tokens: 1_000_000 };
    const model = 'amazon.nova-pro-v1:0';
    expect(computeCostUsd({ model, metrics: cached, region: 'eu-central-1' })).toBe(1.05 + 0.42 + 0.2625);
    expect(
      computeCostUsd({ model: `arn:aws:bedrock:eu-central-1::foundation-model/${model}`, metrics }),
    ).toBe(1.05 + 0.42);
    expect(computeCostUsd({ model, metrics, region: 'us-east-1' })).toBe(1.12);
  });

  it('takes the prices of the day of the call', () => {
    // GPT-5.6 Sol: 5.50 and 33 until 2026-08-21, 4.40 and 22 since.
    const model = 'us.openai.gpt-5.6-sol';
    const on = (day: string) => computeCostUsd({ model, metrics: small, at: new Date(day) });
    expect(on('2026-08-20T23:59:59Z')).toBe(0.055 + 0.033);
    expect(on('2026-08-21T00:00:00Z')).toBe(0.044 + 0.022);
    // Above 272,000 tokens: twice the input, half as much again for the output, also then.
    const long = { prompt_tokens: 300_000, completion_tokens: 1000 };
    expect(computeCostUsd({ model, metrics: long, at: new Date('2026-08-01') })).toBeCloseTo(3.3 + 0.0495, 8);
  });

  it('prices embeddings, which answer no tokens', () => {
    expect(
      computeCostUsd({ model: 'amazon.titan-embed-text-v2:0', metrics: { prompt_tokens: 500_000 } }),
    ).toBe(0.01);
  });

  it.each<[why: string, model: string, metrics: SpanMetrics]>([
    ['a model it does not know', 'acme.model-1', metrics],
    [
      'a profile that hides its model',
      'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc',
      metrics,
    ],
    ['no model', '', metrics],
    ['a property of every object', '__proto__.constructor', metrics],
    ['a global profile that nobody lists', 'global.amazon.nova-pro-v1:0', metrics],
    ['a GovCloud profile that nobody lists', 'us-gov.meta.llama3-8b-instruct-v1:0', metrics],
    ['what is paid by the query', 'cohere.rerank-v3-5:0', { prompt_tokens: 10, completion_tokens: 0 }],
    ['what is paid by the image', 'amazon.nova-canvas-v1:0', { prompt_tokens: 10, completion_tokens: 0 }],
    [
      'what is paid by the second',
      'twelvelabs.pegasus-1-2-v1:0',
      { prompt_tokens: 10, completion_tokens: 5 },
    ],
    ['a call without counts', 'amazon.nova-pro-v1:0', {}],
    ['a stream cut before the count of its answer', 'amazon.nova-pro-v1:0', { prompt_tokens: 10 }],
    [
      'a cache whose price nobody knows',
      'mistral.mistral-7b-instruct-v0:2',
      { ...metrics, prompt_cached_tokens: 5 },
    ],
  ])('says nothing rather than a guess for %s', (_, model, counts) => {
    expect(computeCostUsd({ model, metrics: counts })).toBeUndefined();
  });

  it('knows older spellings, and geographic profiles that no source lists', () => {
    expect(computeCostUsd({ model: 'us.anthropic.claude-sonnet-5-v1', metrics: small })).toBe(0.033);
    // Only us, eu and the like are listed; a geographic profile never gets the global price.
    expect(findPrices({ model: 'sa.anthropic.claude-sonnet-5' })).toEqual(
      findPrices({ model: 'us.anthropic.claude-sonnet-5' }),
    );
  });

  it('lists no price out of the order of magnitude of all others', () => {
    const priced = listModels().flatMap(({ id }) => {
      const prices = findPrices({ model: id });
      return prices ? [{ id, ...prices }] : [];
    });
    expect(priced.length).toBeGreaterThan(300);
    expect(priced.filter(({ input = 0 }) => input < 0.001 || input > 150)).toEqual([]);
    expect(priced.filter(({ output = 0 }) => output < 0 || output > 700)).toEqual([]);
    expect(priced.filter(({ input = 0, cacheRead = 0 }) => cacheRead > input)).toEqual([]);
    expect(priced.filter(({ cacheWrite5m = 0, cacheWrite1h = 1000 }) => cacheWrite5m > cacheWrite1h)).toEqual(
      [],
    );
  });
});

describe('findModel', () => {
  it('finds a model by id, profile or ARN', () => {
    expect(findModel('us.anthropic.claude-sonnet-5')).toMatchObject({
      id: 'us.anthropic.claude-sonnet-5',
      contextWindow: 1_000_000,
      maxOutputTokens: 128_000,
      supports: { tools: true },
    });
    expect(findModel('arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0')?.name).toBe(
      'Nova Pro',
    );
    expect(findModel('acme.model-1')).toBeUndefined();
  });

  it('keeps where the data comes from and what the sources disagree on', () => {
    const { asOf, sources, chosenBy } = getModelCatalog();
    expect(asOf).toBe(getPricesDate());
    expect(chosenBy).toContain('modelsdev');
    for (const model of listModels()) {
      for (const source of model.sources) expect(Object.keys(sources)).toContain(source);
    }
    expect(findModel('us.anthropic.claude-sonnet-5')?.disagreements?.cacheWrite1h).toEqual({
      portkey: 4,
      litellm: 4.4,
    });
  });
});
