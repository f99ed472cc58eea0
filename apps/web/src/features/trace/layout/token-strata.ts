import type { SpanMetrics } from '@outcrop/protocol';

export interface TokenStratum {
  part: 'cached' | 'written' | 'input' | 'output';
  label: string;
  tokens: number;
  /** Of all tokens, 0 to 1. */
  share: number;
}

/** What the tokens of a call were, from the oldest layer to the newest; without those there were none of. */
export function listTokenStrata(metrics: SpanMetrics): TokenStratum[] {
  const strata: Omit<TokenStratum, 'share'>[] = [
    { part: 'cached', label: 'Read from the cache', tokens: metrics.prompt_cached_tokens ?? 0 },
    { part: 'written', label: 'Written to the cache', tokens: metrics.prompt_cache_creation_tokens ?? 0 },
    { part: 'input', label: 'Input', tokens: metrics.prompt_tokens ?? 0 },
    { part: 'output', label: 'Output', tokens: metrics.completion_tokens ?? 0 },
  ];
  const total = strata.reduce((sum, { tokens }) => sum + tokens, 0);
  return strata
    .filter(({ tokens }) => tokens > 0)
    .map((stratum) => ({ ...stratum, share: stratum.tokens / total }));
}
