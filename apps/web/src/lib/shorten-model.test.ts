import { expect, it } from 'vitest';

import { shortenModel } from './shorten-model.ts';

it.each([
  ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'claude-sonnet-4-5'],
  ['global.anthropic.claude-haiku-4-5-20251001-v1:0', 'claude-haiku-4-5'],
  ['amazon.nova-pro-v1:0', 'nova-pro'],
  ['amazon.titan-embed-text-v2:0', 'titan-embed-text'],
  ['meta.llama3-3-70b-instruct-v1:0', 'llama3-3-70b-instruct'],
  ['openai.gpt-oss-120b-1:0', 'gpt-oss-120b-1'],
  ['arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.amazon.nova-lite-v1:0', 'nova-lite'],
  ['arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123', 'abc123'],
  ['my-own-model', 'my-own-model'],
])('shortens %s to %s', (model, short) => {
  expect(shortenModel(model)).toBe(short);
});
