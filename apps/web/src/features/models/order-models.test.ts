import { expect, it } from 'vitest';

import { buildModel } from '../../../test/support/build-model.ts';
import { orderModels } from './order-models.ts';

const ordered = [
  buildModel('house-model', { source: 'custom' }),
  buildModel('anthropic.claude-opus-5'),
  buildModel('anthropic.claude-sonnet-4-5-20250929-v1:0'),
  buildModel('us.anthropic.claude-sonnet-4-5-20250929-v1:0', { profile_scope: 'us' }),
  buildModel('anthropic.claude-opus-4-20250514-v1:0'),
  buildModel('anthropic.claude-3-7-sonnet-20250219-v1:0'),
  buildModel('anthropic.claude-3-5-sonnet-20241022-v2:0'),
  buildModel('anthropic.claude-3-5-sonnet-20240620-v1:0'),
  buildModel('amazon.nova-2-lite-v1:0'),
  buildModel('amazon.nova-lite-v1:0'),
  buildModel('amazon.nova-2-multimodal-embeddings-v1:0', { mode: 'embedding' }),
  buildModel('ai21.jamba-1-5-large-v1:0'),
  buildModel('deepseek.v3.2'),
  buildModel('deepseek.r1-v1:0'),
  buildModel('meta.llama4-scout-17b-instruct-v1:0'),
  buildModel('meta.llama3-3-70b-instruct-v1:0'),
  buildModel('meta.llama3-70b-instruct-v1:0'),
  buildModel('openai.gpt-6.1-sol'),
  buildModel('openai.gpt-oss-120b-1:0'),
];

it('puts those added by hand first, then Anthropic’s and Amazon’s, and the newest of each maker', () => {
  const names = ordered.map(({ name }) => name);
  for (const given of [ordered.toReversed(), ordered.toSorted((a, b) => a.name.localeCompare(b.name))]) {
    expect(orderModels(given).map(({ name }) => name)).toEqual(names);
  }
});
