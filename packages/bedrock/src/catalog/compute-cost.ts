import type { SpanMetrics } from '@outcrop/protocol';
import { readRecord } from '../read-value.ts';
import { sumInputTokens } from '../usage.ts';
import { findPiecePrices, findPrices, type TokenPrices } from './prices.ts';

// https://docs.aws.amazon.com/bedrock/latest/userguide/service-tiers-inference.html
const tierRatios: Readonly<Record<string, number>> = {
  default: 1,
  standard: 1,
  flex: 0.5,
  priority: 1.75,
  // https://docs.aws.amazon.com/bedrock/latest/userguide/batch-inference.html
  batch: 0.5,
};

/** What counts what is paid by the piece and not by the token. */
const pieceMetrics = ['generated_images', 'search_queries'] as const;

export interface CostQuestion {
  /** A model or profile id, or an ARN that names one. */
  model: string;
  metrics: SpanMetrics;
  /** `default`, `flex`, `priority` or `batch`, alone or as Converse's `{ type }`. */
  serviceTier?: unknown;
  /** Where the call went; an ARN's own Region unless given. */
  region?: string;
  /** When the call was made; now unless given. */
  at?: Date;
}

/**
 * What a call cost in US dollars by the catalog's list prices. Undefined when the model, its tier, a count or a price
 * that the call needs is unknown. Guardrails, video, and provisioned capacity are not in it; of images the catalog has one price
 * a model, whatever their size.
 */
export function computeCostUsd({
  model,
  metrics,
  serviceTier,
  region,
  at,
}: CostQuestion): number | undefined {
  const piece = pieceMetrics.find((metric) => metrics[metric] !== undefined);
  if (piece) return pricePieces(metrics[piece], findPiecePrices(model)?.[piece]);
  const tierRatio = findTierRatio(serviceTier);
  if (tierRatio === undefined || metrics.prompt_tokens === undefined) return undefined;
  // The catalog has Nova Sonic's prices of text; speech costs many times that.
  if (metrics.prompt_speech_tokens || metrics.completion_speech_tokens) return undefined;
  const prices = findPrices({ model, region, at, totalInputTokens: sumInputTokens(metrics) });
  const cost = prices && priceTokens(prices, metrics);
  return cost === undefined ? undefined : roundUsd(cost * tierRatio);
}

function pricePieces(count: number | undefined, price: number | undefined): number | undefined {
  return price === undefined || count === undefined ? undefined : roundUsd(count * price * 1e6);
}

/** From millionths of a dollar, to a millionth of a cent, so that binary fractions do not show. */
function roundUsd(millionths: number): number {
  return Math.round(millionths * 100) / 1e8;
}

function findTierRatio(serviceTier: unknown): number | undefined {
  const tier = typeof serviceTier === 'string' ? serviceTier : readRecord(serviceTier).type;
  if (tier === undefined) return 1;
  return typeof tier === 'string' && Object.hasOwn(tierRatios, tier) ? tierRatios[tier] : undefined;
}

/** In millionths of a dollar. */
function priceTokens(prices: TokenPrices, metrics: SpanMetrics): number | undefined {
  const write1h = metrics.prompt_cache_creation_1h_tokens ?? 0;
  const written = metrics.prompt_cache_creation_tokens ?? 0;
  // Five minutes is the time to live of a cache point that does not give one.
  const write5m = Math.max(written - write1h, metrics.prompt_cache_creation_5m_tokens ?? 0);
  // An embedding answers no tokens, and says so by saying nothing.
  const answered = metrics.completion_tokens ?? (prices.output === 0 ? 0 : undefined);
  const cost =
    priceCount(metrics.prompt_tokens, prices.input) +
    priceCount(answered, prices.output) +
    priceCount(metrics.prompt_cached_tokens ?? 0, prices.cacheRead) +
    priceCount(write5m, prices.cacheWrite5m) +
    priceCount(write1h, prices.cacheWrite1h);
  return Number.isNaN(cost) ? undefined : cost;
}

/** NaN when tokens that were used have no price. */
function priceCount(tokens: number | undefined, price: number | undefined): number {
  return tokens === 0 ? 0 : (tokens ?? Number.NaN) * (price ?? Number.NaN);
}
