import type { SpanMetrics } from '@outcrop/protocol';

import { formatCount } from '../../../lib/format-number.ts';

export interface TokenStratum {
  part: 'cached' | 'written' | 'input' | 'output';
  label: string;
  tokens: number;
  /** Of all tokens, 0 to 1. */
  share: number;
  /** What they were made of, in words. */
  note?: string;
}

function describeLifetimes(metrics: SpanMetrics): string | undefined {
  const parts = [
    [metrics.prompt_cache_creation_5m_tokens, '5 minutes'],
    [metrics.prompt_cache_creation_1h_tokens, '1 hour'],
  ] as const;
  const told = parts.filter(([tokens]) => (tokens ?? 0) > 0);
  return (
    told.map(([tokens, lifetime]) => `${formatCount(tokens ?? 0)} for ${lifetime}`).join(', ') || undefined
  );
}

function describeReasoning({ completion_reasoning_tokens: tokens = 0 }: SpanMetrics): string | undefined {
  return tokens > 0 ? `${formatCount(tokens)} of them reasoning` : undefined;
}

/** What the tokens of a call were, from the oldest layer to the newest; without those there were none of. */
export function listTokenStrata(metrics: SpanMetrics): TokenStratum[] {
  const strata: Omit<TokenStratum, 'share'>[] = [
    { part: 'cached', label: 'Read from the cache', tokens: metrics.prompt_cached_tokens ?? 0 },
    {
      part: 'written',
      label: 'Written to the cache',
      tokens: metrics.prompt_cache_creation_tokens ?? 0,
      note: describeLifetimes(metrics),
    },
    { part: 'input', label: 'Input', tokens: metrics.prompt_tokens ?? 0 },
    {
      part: 'output',
      label: 'Output',
      tokens: metrics.completion_tokens ?? 0,
      note: describeReasoning(metrics),
    },
  ];
  const total = strata.reduce((sum, { tokens }) => sum + tokens, 0);
  return strata
    .filter(({ tokens }) => tokens > 0)
    .map((stratum) => ({ ...stratum, share: stratum.tokens / total }));
}
