import { expect, test } from 'vitest';
import { buildAnthropicModelPage } from './anthropic-models.ts';

const models = ['a', 'b', 'c', 'd'].map((name) => ({ name, createdAt: 0, ownedBy: 'x' }));

function page(query: string) {
  const { data, ...rest } = buildAnthropicModelPage(models, new URLSearchParams(query));
  return { ids: data.map(({ id }) => id).join(''), ...rest };
}

test('pages go forwards and backwards', () => {
  expect(page('')).toEqual({ ids: 'abcd', has_more: false, first_id: 'a', last_id: 'd' });
  expect(page('limit=2')).toEqual({ ids: 'ab', has_more: true, first_id: 'a', last_id: 'b' });
  expect(page('limit=2&after_id=b')).toEqual({ ids: 'cd', has_more: false, first_id: 'c', last_id: 'd' });
  expect(page('limit=2&before_id=d')).toEqual({ ids: 'bc', has_more: true, first_id: 'b', last_id: 'c' });
  expect(page('after_id=d')).toEqual({ ids: '', has_more: false, first_id: null, last_id: null });
});

test.each(['0', '1001', 'x', '1.5'])('a limit of %s is refused', (limit) => {
  expect(() => page(`limit=${limit}`)).toThrow(/whole number from 1 to 1000/);
});
