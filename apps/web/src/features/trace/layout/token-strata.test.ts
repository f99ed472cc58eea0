import { expect, it } from 'vitest';

import { listTokenStrata } from './token-strata.ts';

it('lists only the layers there are, as shares of the whole', () => {
  const strata = listTokenStrata({ prompt_tokens: 25, completion_tokens: 25, prompt_cached_tokens: 50 });
  expect(strata.map(({ part, tokens, share }) => [part, tokens, share])).toEqual([
    ['cached', 50, 0.5],
    ['input', 25, 0.25],
    ['output', 25, 0.25],
  ]);
});

it('says what the written and the given tokens were made of', () => {
  const strata = listTokenStrata({
    completion_tokens: 25,
    completion_reasoning_tokens: 20,
    prompt_cache_creation_tokens: 3000,
    prompt_cache_creation_5m_tokens: 1000,
    prompt_cache_creation_1h_tokens: 2000,
  });
  expect(strata.map(({ note }) => note)).toEqual([
    '1,000 for 5 minutes, 2,000 for 1 hour',
    '20 of them reasoning',
  ]);
});

it('has none without tokens', () => {
  expect(listTokenStrata({ latency_ms: 3 })).toEqual([]);
});
