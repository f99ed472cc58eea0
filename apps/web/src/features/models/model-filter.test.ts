import { expect, it } from 'vitest';

import { buildModel } from '../../../test/support/build-model.ts';
import { filterModels, listAbilities, parseModelFilter } from './model-filter.ts';

const models = [
  buildModel('us.anthropic.claude-sonnet-4-5', {
    display_name: 'Claude Sonnet 4.5',
    format: 'anthropic',
    abilities: ['tools', 'reasoning'],
    is_available: true,
  }),
  buildModel('amazon.nova-lite-v1:0', { abilities: ['tools'], provider_ids: ['p2'], is_available: false }),
  buildModel('mine', { model_id: 'arn:aws:bedrock:::custom', source: 'custom' }),
];

it.each([
  [{}, 3],
  [{ q: 'SONNET claude' }, 1],
  [{ q: 'arn:aws' }, 1],
  [{ q: 'sonnet nova' }, 0],
  [{ provider: 'p2' }, 1],
  [{ format: 'converse' }, 2],
  [{ ability: 'tools' }, 2],
  [{ ability: 'tools', available: 'true' }, 1],
  [{ source: 'custom' }, 1],
] as const)('%j leaves %i', (filter, count) => {
  expect(filterModels(models, filter)).toHaveLength(count);
});

it('keeps of an address what it knows', () => {
  const search = {
    q: ' nova ',
    format: 'converse',
    available: 'yes',
    source: 'other',
    ability: '',
    provider: 7,
  };
  expect(parseModelFilter(search)).toEqual({ q: 'nova', format: 'converse' });
  expect(parseModelFilter({ format: 'google', available: 'true', project: 'a b' })).toEqual({
    available: 'true',
    project: 'a b',
  });
});

it('lists each ability once', () => {
  expect(listAbilities(models)).toEqual(['reasoning', 'tools']);
});
