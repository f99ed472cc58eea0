import { expect, test } from 'vitest';
import type { Target } from '../../routing/target.ts';
import { findOpenAiEndpoint } from './openai-endpoint.ts';

test.each([
  ['openai-chat', 'openai.gpt-oss-120b-1:0', 'runtime', '/openai/v1/chat/completions', undefined],
  ['openai-chat', 'qwen.qwen3-32b-v1:0', 'runtime', '/openai/v1/chat/completions', undefined],
  ['openai-chat', 'google.gemma-3-27b-it', 'runtime', '/openai/v1/chat/completions', undefined],
  ['openai-chat', 'google.gemma-4-31b-it', 'mantle', '/openai/v1/chat/completions', undefined],
  ['openai-chat', 'xai.grok-4.3', 'mantle', '/openai/v1/chat/completions', undefined],
  ['openai-responses', 'openai.gpt-oss-120b-1:0', 'mantle', '/v1/responses', 'openai.gpt-oss-120b'],
  ['anthropic-messages', 'xai.grok-4.3', 'mantle', '/openai/v1/chat/completions', undefined],
  ['openai-chat', 'openai.gpt-5.4', 'mantle', '/openai/v1/responses', undefined],
  ['anthropic-messages', 'openai.gpt-5.6-sol', 'mantle', '/openai/v1/responses', undefined],
  ['openai-responses', 'openai.gpt-5.4', 'mantle', '/openai/v1/responses', undefined],
  ['openai-responses', 'us.openai.gpt-5.6-sol', 'runtime', '/openai/v1/responses', undefined],
  ['openai-chat', 'us.openai.gpt-5.6-sol', 'runtime', '/openai/v1/chat/completions', undefined],
  ['openai-chat', 'us.xai.grok-4.6', 'runtime', '/openai/v1/chat/completions', undefined],
  ['openai-responses', 'openai.gpt-6-sol', 'runtime', '/openai/v1/responses', undefined],
] as const)('%s of %s is served by %s at %s', (...row) => {
  const [api, modelId, surface, path, named] = row;
  const target = { modelId, knownModelId: modelId } as Target;
  const format = path.endsWith('responses') ? 'openai-responses' : 'openai';
  expect(findOpenAiEndpoint(api, target)).toEqual({ surface, path, format, model: named ?? modelId });
});

test('an ARN stays as it is, whatever is behind it', () => {
  const modelId = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc';
  const target = { modelId, knownModelId: 'openai.gpt-oss-20b-1:0' } as Target;
  expect(findOpenAiEndpoint('openai-responses', target)?.model).toBe(modelId);
});

test.each([
  ['openai-responses', 'qwen.qwen3-32b-v1:0'],
  ['anthropic-messages', 'openai.gpt-oss-120b-1:0'],
] as const)('%s of %s is not', (api, modelId) => {
  expect(findOpenAiEndpoint(api, { modelId, knownModelId: modelId } as Target)).toBeUndefined();
});
