import { describe, expect, it } from 'vitest';
import { createRandom } from '../../test/random.ts';
import { parseModelId, type ParsedModelId } from './parse-model-id.ts';

const account = 'arn:aws:bedrock:eu-central-1:123456789012';
const inAccount = { partition: 'aws', region: 'eu-central-1', accountId: '123456789012' };

const examples: [string, ParsedModelId][] = [
  ['amazon.nova-pro-v1:0', { kind: 'base', provider: 'amazon', baseModelId: 'amazon.nova-pro-v1:0' }],
  ['openai.gpt-5.6-sol', { kind: 'base', provider: 'openai', baseModelId: 'openai.gpt-5.6-sol' }],
  [
    'us.openai.gpt-5.6-sol',
    { kind: 'system-profile', profilePrefix: 'us', provider: 'openai', baseModelId: 'openai.gpt-5.6-sol' },
  ],
  [
    'us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0',
    {
      kind: 'system-profile',
      profilePrefix: 'us-gov',
      provider: 'anthropic',
      baseModelId: 'anthropic.claude-sonnet-4-5-20250929-v1:0',
    },
  ],
  [
    'arn:aws:bedrock:us-east-1::foundation-model/meta.llama3-8b-instruct-v1:0',
    {
      kind: 'base',
      partition: 'aws',
      region: 'us-east-1',
      resourceId: 'meta.llama3-8b-instruct-v1:0',
      provider: 'meta',
      baseModelId: 'meta.llama3-8b-instruct-v1:0',
    },
  ],
  [
    `${account}:inference-profile/global.anthropic.claude-sonnet-5`,
    {
      kind: 'system-profile',
      ...inAccount,
      resourceId: 'global.anthropic.claude-sonnet-5',
      profilePrefix: 'global',
      provider: 'anthropic',
      baseModelId: 'anthropic.claude-sonnet-5',
    },
  ],
  [
    `${account}:application-inference-profile/a1b2c3`,
    { kind: 'application-profile', ...inAccount, resourceId: 'a1b2c3' },
  ],
  [`${account}:provisioned-model/p1`, { kind: 'provisioned', ...inAccount, resourceId: 'p1' }],
  [
    `${account}:custom-model/amazon.nova-pro-v1:0/abc`,
    { kind: 'custom', ...inAccount, resourceId: 'amazon.nova-pro-v1:0/abc' },
  ],
  [`${account}:custom-model-deployment/d1`, { kind: 'custom-deployment', ...inAccount, resourceId: 'd1' }],
  [`${account}:imported-model/i1`, { kind: 'imported', ...inAccount, resourceId: 'i1' }],
  [`${account}:prompt/PROMPT1:3`, { kind: 'prompt', ...inAccount, resourceId: 'PROMPT1:3' }],
  [
    `${account}:default-prompt-router/anthropic.claude:1`,
    { kind: 'prompt-router', ...inAccount, resourceId: 'anthropic.claude:1' },
  ],
  [`${account}:prompt-router/r1`, { kind: 'prompt-router', ...inAccount, resourceId: 'r1' }],
  [
    'arn:aws-us-gov:sagemaker:us-gov-west-1:123456789012:endpoint/mine',
    {
      kind: 'marketplace',
      partition: 'aws-us-gov',
      region: 'us-gov-west-1',
      accountId: '123456789012',
      resourceId: 'mine',
    },
  ],
];

const unknowns: unknown[] = [
  undefined,
  null,
  42,
  '',
  'my-model',
  '.',
  'a.',
  '../../etc/passwd',
  'arn:',
  'arn:aws:bedrock',
  'arn:aws:s3:::bucket/key',
  'arn:aws:bedrock:us-east-1:123456789012:unheard-of/x',
  'arn:aws:bedrock:us-east-1:123456789012:constructor/x',
  'arn:aws:bedrock:us-east-1:123456789012:prompt',
  'arn:aws:sagemaker:us-east-1:123456789012:foundation-model/x.y',
];

describe('parseModelId', () => {
  it.each(examples)('knows what %s names', (id, expected) => {
    expect(parseModelId(id)).toEqual(expected);
  });

  it.each(unknowns)('calls %s unknown', (id) => {
    expect(parseModelId(id)).toEqual({ kind: 'unknown' });
  });

  it('never throws, whatever the text', () => {
    const random = createRandom(6);
    for (let round = 0; round < 5000; round += 1) {
      const id = random.pick(['', 'arn:', 'arn:aws:bedrock:', 'us.']) + random.text(random.integer(30));
      expect(parseModelId(id).kind).toEqual(expect.any(String));
    }
  });
});
