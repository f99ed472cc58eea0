import { expect, it } from 'vitest';

import { describeAbility } from './describe-ability.ts';
import { nameModel } from './name-model.ts';

it.each([
  ['amazon.nova-lite-v1:0', 'amazon.nova-lite-v1:0'],
  ['arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123', 'abc123'],
  ['arn:aws:bedrock:us-east-1:123456789012:prompt/P1:2', '2'],
  ['', ''],
])('%j is called %j', (modelId, name) => {
  expect(nameModel(modelId)).toBe(name);
});

it.each([
  ['promptCaching', 'prompt caching'],
  ['tool_choice', 'tool choice'],
  ['vision', 'vision'],
])('%j reads %j', (ability, words) => {
  expect(describeAbility(ability)).toBe(words);
});
