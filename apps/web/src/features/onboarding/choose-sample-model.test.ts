import type { ModelSummary } from '@outcrop/protocol';
import { expect, it } from 'vitest';

import { chooseSampleModel } from './choose-sample-model.ts';

const usual = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';

function buildModel(name: string, isAvailable: boolean | null, mode = 'chat'): ModelSummary {
  return {
    name,
    display_name: null,
    model_id: name,
    format: 'converse',
    source: 'registry',
    id: null,
    provider_ids: [],
    profile_scope: null,
    mode,
    context_window: null,
    max_output_tokens: null,
    abilities: [],
    prices: null,
    is_available: isAvailable,
  };
}

it.each([
  [[], usual],
  [[buildModel('a', true), buildModel(usual, null)], usual],
  [[buildModel('a', null), buildModel('b', true), buildModel(usual, false)], 'b'],
  [[buildModel('embed', true, 'embedding'), buildModel('a', null)], 'a'],
  [[buildModel('a', false)], usual],
])('of %j chooses %s', (models, name) => {
  expect(chooseSampleModel(models)).toBe(name);
});
