import { expect, it } from 'vitest';

import { buildModel } from '../../../test/support/build-model.ts';
import { chooseSampleModel } from './choose-sample-model.ts';

const usual = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';

it.each([
  [[], usual],
  [[buildModel('a', { is_available: true }), buildModel(usual, { is_available: null })], usual],
  [
    [
      buildModel('a', { is_available: null }),
      buildModel('b', { is_available: true }),
      buildModel(usual, { is_available: false }),
    ],
    'b',
  ],
  [
    [buildModel('embed', { is_available: true, mode: 'embedding' }), buildModel('a', { is_available: null })],
    'a',
  ],
  [[buildModel('a', { is_available: false })], usual],
])('of %j chooses %s', (models, name) => {
  expect(chooseSampleModel(models)).toBe(name);
});
