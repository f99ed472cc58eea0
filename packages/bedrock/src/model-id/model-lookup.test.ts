import { describe, expect, it } from 'vitest';
import { findModelLookup } from './model-lookup.ts';

const profile = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc';
const prompt = 'arn:aws:bedrock:us-east-1:123456789012:prompt/P1';

function answer(...regions: string[]): object {
  return {
    models: regions.map((region) => ({
      modelArn: `arn:aws:bedrock:${region}::foundation-model/amazon.nova-pro-v1:0`,
    })),
  };
}

describe('the model behind an application profile', () => {
  it.each([
    ['amazon.nova-pro-v1:0', ['us-east-1']],
    ['us.amazon.nova-pro-v1:0', ['us-east-1', 'us-west-2']],
    ['us-gov.amazon.nova-pro-v1:0', ['us-gov-east-1', 'us-gov-west-1']],
    ['eu.amazon.nova-pro-v1:0', ['eu-west-1', 'eu-west-3']],
    ['apac.amazon.nova-pro-v1:0', ['ap-northeast-1', 'ap-southeast-1']],
    ['amazon.nova-pro-v1:0', ['me-south-1', 'me-central-1']],
    ['global.amazon.nova-pro-v1:0', ['us-east-1', '']],
  ])('is %s of %j', (model, regions) => {
    const lookup = findModelLookup(profile);
    expect(lookup).toMatchObject({
      service: 'bedrock',
      path: `/inference-profiles/${encodeURIComponent(profile)}`,
    });
    expect(lookup?.readModel(answer(...regions))).toBe(model);
  });

  it.each([null, 7, [], {}, { models: 'x' }, { models: [null, {}] }, { models: [{ modelArn: 'x' }] }])(
    'is not guessed from %j',
    (malformed) => {
      expect(findModelLookup(profile)?.readModel(malformed)).toBeUndefined();
      expect(findModelLookup(prompt)?.readModel(malformed)).toBeUndefined();
    },
  );
});

it('the model behind a prompt is that of its default variant', () => {
  const lookup = findModelLookup(`${prompt}:3`);
  expect(lookup).toMatchObject({
    service: 'bedrock-agent',
    path: `/prompts/${encodeURIComponent(prompt)}/`,
    query: { promptVersion: '3' },
  });
  const variants = [
    { name: 'a', modelId: 'model-a' },
    { name: 'b', modelId: 'model-b' },
  ];
  expect(lookup?.readModel({ defaultVariant: 'b', variants })).toBe('model-b');
  expect(lookup?.readModel({ variants })).toBe('model-a');
  expect(findModelLookup(prompt)?.query).toEqual({});
});

it.each([
  'amazon.nova-pro-v1:0',
  'us.amazon.nova-pro-v1:0',
  'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0',
  'arn:aws:bedrock:us-east-1:123456789012:provisioned-model/abc',
  'arn:nonsense',
  '',
])('%s needs no look-up', (id) => {
  expect(findModelLookup(id)).toBeUndefined();
});
