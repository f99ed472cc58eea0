import type { ProviderClient, UpstreamProvider } from '@outcrop/gateway';
import { describe, expect, it } from 'vitest';
import { createAccountModels, listAccountModels } from './account-models.ts';
import { createTargetFinder } from './create-target-finder.ts';

const needsProfile = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const provider: UpstreamProvider = {
  id: '1',
  name: 'account',
  endpoint: { region: 'us-east-1', httpVersion: 'auto', headers: {}, isPrivateAllowed: false },
  credentials: { get: () => ({ kind: 'bearer', token: 'token' }) },
};

/** An account of 25 profiles that tells ten at a time, and of a model that is served through profiles only. */
function createAccount(): { client: ProviderClient; asked: string[] } {
  const asked: string[] = [];
  const profiles = Array.from({ length: 25 }, (_, index) => `us.maker.model-${index}`).toSpliced(
    24,
    1,
    `us.${needsProfile}`,
  );
  const client: ProviderClient = {
    async ask(_, { path, query = '' }) {
      asked.push(path);
      if (path === '/foundation-models') {
        const inferenceTypesSupported = ['INFERENCE_PROFILE'];
        return { modelSummaries: [{ modelId: needsProfile, inferenceTypesSupported }] };
      }
      const from = Number(new URLSearchParams(query).get('nextToken') ?? 0);
      const inferenceProfileSummaries = profiles.slice(from, from + 10).map((inferenceProfileId) => ({
        inferenceProfileId,
        inferenceProfileArn: `arn:aws:bedrock:us-east-1:123456789012:inference-profile/${inferenceProfileId}`,
      }));
      const isLast = from + 10 >= profiles.length;
      return { inferenceProfileSummaries, ...(!isLast && { nextToken: String(from + 10) }) };
    },
    close: async () => undefined,
  };
  return { client, asked };
}

describe('what an account can see', () => {
  it('is read from every page of the list', async () => {
    const { client, asked } = createAccount();
    const { models, accountId } = await listAccountModels(client, provider);
    expect(asked).toEqual(['/foundation-models', ...Array.from({ length: 3 }, () => '/inference-profiles')]);
    expect([models.size, accountId]).toEqual([26, '123456789012']);
    expect(models.get(needsProfile)?.isOnDemand).toBe(false);
  });

  it('tells which profile to use for a model that cannot be called by its own id', async () => {
    const accounts = createAccountModels({ client: createAccount().client, now: Date.now });
    await accounts.get(provider);
    const listed = { upstream: provider, project: null, priority: 0, weight: 1, hasDefaultModels: true };
    const finder = createTargetFinder({
      accounts,
      behindArns: { find: async () => undefined },
      table: {
        reload: async () => undefined,
        listProviders: () => [listed],
        listAllProviders: () => [listed],
        listModels: () => [],
        getVersion: () => 1,
        createUpstream: () => provider,
      },
    });
    expect(() => finder.findTargets('p', needsProfile)).toThrow(
      expect.objectContaining({
        status: 400,
        code: 'model_needs_profile',
        message: expect.stringContaining(`use us.${needsProfile}`),
      }),
    );
    expect(finder.findTargets('p', `us.${needsProfile}`)).toMatchObject([{ modelId: `us.${needsProfile}` }]);
  });
});
