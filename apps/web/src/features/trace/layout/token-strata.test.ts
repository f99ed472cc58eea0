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

it('has none without tokens', () => {
  expect(listTokenStrata({ latency_ms: 3 })).toEqual([]);
});
