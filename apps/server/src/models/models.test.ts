import { GatewayError, type Target } from '@outcrop/gateway';
import { defaultBearerToken, startEmulator, type Emulator, type EmulatorOptions } from '@outcrop/emulator';
import type { ApiErrorBody, AuditLog, ModelList, ModelSummary, ProviderInput } from '@outcrop/protocol';
import { createSqliteWorkspaceStore } from '@outcrop/workspace-store';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openProviders, type Providers } from '../providers/open-providers.ts';
import {
  createTestDirectory,
  createTestServer,
  testProviderConfig,
  type TestServer,
} from '../testing/create-test-server.ts';

const region = 'us-east-1';
const profileArn = `arn:aws:bedrock:${region}:123456789012:application-inference-profile/abc123`;
const promptArn = `arn:aws:bedrock:${region}:123456789012:prompt/PROMPT1234:2`;
const modelsBehind = {
  [profileArn]: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  [promptArn]: 'anthropic.claude-haiku-4-5-20251001-v1:0',
};

const arn = (rest: string) => `arn:aws:bedrock:${region}:${rest}`;

async function startTestEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.close());
  return emulator;
}

function inputFor(emulator: Emulator, changes: Partial<ProviderInput> = {}): ProviderInput {
  return {
    name: 'emulator',
    region,
    api_base: emulator.url,
    auth: { type: 'api_key', api_key: defaultBearerToken },
    ...changes,
  };
}

/** The rooms of providers without a server. */
async function createProviders(): Promise<Providers> {
  const directory = await createTestDirectory();
  const store = await createSqliteWorkspaceStore({ directory });
  const providers = await openProviders({
    store,
    directory,
    config: testProviderConfig,
    now: Date.now,
    logError: (message) => expect.unreachable(message),
  });
  onTestFinished(async () => {
    await providers.close();
    await store.close();
  });
  return providers;
}

const find = (providers: Providers, project: string, model: string) =>
  providers.targetFinder.findTargets(project, model) as readonly Target[];
const nameTargets = (targets: readonly Target[]) =>
  targets.map(({ provider, priority, weight }) => [provider.name, priority, weight]);

function catchGatewayError(work: () => unknown): GatewayError {
  try {
    work();
  } catch (error) {
    if (error instanceof GatewayError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('the target finder', () => {
  it('gives those of the project before those of every project, with their priorities and weights', async () => {
    const providers = await createProviders();
    const emulator = await startTestEmulator();
    const create = (name: string, changes: Partial<ProviderInput>) =>
      providers.settings.create(inputFor(emulator, { name, ...changes }), 'test');
    await create('last', { priority: 5 });
    await create('shared', { priority: 1, weight: 3 });
    await create('shared too', { priority: 1, weight: 1 });
    await create('own', { priority: 9, project: 'p' });
    await create('foreign', { project: 'q' });
    await create('off', { is_enabled: false });
    await create('custom only', { include_default_models: false });
    const model = 'anthropic.claude-haiku-4-5-20251001-v1:0';
    expect(nameTargets(find(providers, 'p', model))).toEqual([
      ['own', 1, 1],
      ['shared', 3, 3],
      ['shared too', 3, 1],
      ['last', 4, 1],
    ]);
    expect(nameTargets(find(providers, 'other', model)).map(([name]) => name)).toEqual([
      'shared',
      'shared too',
      'last',
    ]);
    expect(nameTargets(providers.targetFinder.findProviderTargets('q')).map(([name]) => name)).toEqual([
      'foreign',
      'custom only',
      'shared',
      'shared too',
      'last',
    ]);
  });

  it('serves and suggests nothing of the catalog that is no id of Bedrock', async () => {
    const providers = await createProviders();
    await providers.settings.create(inputFor(await startTestEmulator()), 'test');
    const names = providers.targetFinder.listModels('p').map(({ name }) => name);
    expect(names.length).toBeGreaterThan(100);
    expect(names.filter((name) => !/^[\w.:-]+$/.test(name))).toEqual([]);
  });

  it.each([
    ['us-east-1', 'us.'],
    ['eu-central-1', 'eu.'],
    ['ap-northeast-1', 'jp.'],
  ])('suggests for %s what can be called from there', async (from, prefix) => {
    const providers = await createProviders();
    await providers.settings.create(inputFor(await startTestEmulator(), { region: from }), 'test');
    const { message } = catchGatewayError(() => find(providers, 'p', 'claude-sonnet-4-5'));
    const suggested = /Did you mean (.+?)\?/.exec(message)?.[1]?.split(', ') ?? [];
    expect(suggested[0]).toBe(`${prefix}anthropic.claude-sonnet-4-5-20250929-v1:0`);
    expect(suggested.filter((id) => !id.startsWith(prefix) && !id.startsWith('global.'))).toEqual([]);
  });

  it('answers from memory, with the same objects until settings change', async () => {
    const providers = await createProviders();
    const emulator = await startTestEmulator();
    const { stored } = await providers.settings.create(inputFor(emulator), 'test');
    const model = 'amazon.nova-micro-v1:0';
    const [first] = find(providers, 'p', model);
    expect(first).toMatchObject({ modelId: model, knownModelId: model, format: 'converse' });
    expect(find(providers, 'p', `bedrock/${model}`)[0]?.provider).toBe(first?.provider);
    await providers.settings.update(stored.id, { weight: 7 }, 'test');
    const [second] = find(providers, 'p', model);
    expect(second?.weight).toBe(7);
    expect(second?.provider).toBe(first?.provider);
    await providers.settings.update(stored.id, { http_version: '1.1' }, 'test');
    expect(find(providers, 'p', model)[0]?.provider).not.toBe(first?.provider);
    await providers.settings.delete(stored.id, 'test');
    expect(catchGatewayError(() => find(providers, 'p', model))).toMatchObject({ code: 'no_provider' });
  });

  it('names what is like an unknown model, and where to add it', async () => {
    const providers = await createProviders();
    await providers.settings.create(inputFor(await startTestEmulator()), 'test');
    const error = catchGatewayError(() => find(providers, 'p', 'anthropic.claude-haiku-4-5'));
    expect(error).toMatchObject({ status: 404, code: 'model_not_found' });
    expect(error.message).toContain('anthropic.claude-haiku-4-5-20251001-v1:0');
    expect(error.message).toContain('outcrop models add');
  });

  it('finds the format of an ARN by the model behind it, and asks for it once', async () => {
    const providers = await createProviders();
    const emulator = await startTestEmulator({ modelsBehind });
    await providers.settings.create(inputFor(emulator), 'test');
    const [target] = await providers.targetFinder.findTargets('p', profileArn);
    expect(target).toMatchObject({
      modelId: profileArn,
      knownModelId: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      format: 'anthropic',
    });
    expect(find(providers, 'p', profileArn)[0]).toBe(target);
    const asked = emulator.requests.filter(({ operation }) => operation === 'GetInferenceProfile');
    expect(asked).toHaveLength(1);
    const elsewhere = profileArn.replace(region, 'eu-west-1');
    await expect(providers.targetFinder.findTargets('p', elsewhere)).rejects.toMatchObject({ status: 404 });
  });

  it('serves what the account sees, once that is known', async () => {
    const providers = await createProviders();
    const emulator = await startTestEmulator();
    await providers.settings.create(inputFor(emulator), 'test');
    const [provider] = providers.table.listAllProviders();
    if (!provider) throw new Error('there is no provider');
    await Promise.all(Array.from({ length: 20 }, () => providers.accounts.get(provider.upstream)));
    const asked = emulator.requests.filter(({ operation }) => operation === 'ListFoundationModels');
    expect(asked).toHaveLength(1);
    expect(providers.accounts.find(provider.upstream)?.accountId).toBe('123456789012');
    expect(find(providers, 'p', 'amazon.nova-micro-v1:0')).toHaveLength(1);
    const foreignArn = profileArn.replace('123456789012', '999999999999');
    await expect(providers.targetFinder.findTargets('p', foreignArn)).rejects.toMatchObject({ status: 404 });
    expect(providers.targetFinder.listModels('p').map(({ name }) => name)).toContain(
      'amazon.nova-micro-v1:0',
    );
  });
});

interface ModelRequest {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  payload?: object;
}

function call({ app, authorization }: TestServer, url: string, request: ModelRequest = {}) {
  return app.inject({ url, headers: authorization, ...request });
}

describe('models by the API', () => {
  it('are those of the registry with what the catalog knows, and those added by hand', async () => {
    const server = await createTestServer();
    const emulator = await startTestEmulator({ modelsBehind });
    const created = await call(server, '/api/providers', { method: 'POST', payload: inputFor(emulator) });
    const { id } = created.json<{ id: string }>();
    const added = await call(server, '/api/models', {
      method: 'POST',
      payload: { name: 'my-claude', model_id: profileArn },
    });
    expect(added.json()).toMatchObject({
      name: 'my-claude',
      model_id: profileArn,
      format: 'anthropic',
      source: 'custom',
      provider_ids: [id],
      profile_scope: 'us',
      display_name: expect.stringContaining('Claude'),
    });
    const { models } = (await call(server, '/api/models?project=p')).json<ModelList>();
    expect(models[0]).toEqual(added.json());
    const haiku = models.find(({ name }) => name === 'us.anthropic.claude-haiku-4-5-20251001-v1:0');
    expect(haiku).toMatchObject({
      source: 'registry',
      format: 'anthropic',
      profile_scope: 'us',
      mode: 'chat',
      context_window: 200_000,
      abilities: expect.arrayContaining(['tools']),
      prices: { input: expect.any(Number), output: expect.any(Number) },
      provider_ids: [id],
    });
    const changed = await call(server, `/api/models/${added.json<ModelSummary>().id}`, {
      method: 'PATCH',
      payload: { name: 'renamed', format: 'converse' },
    });
    expect(changed.json()).toMatchObject({ name: 'renamed', format: 'converse', profile_scope: 'us' });
    const remove = () => call(server, `/api/models/${added.json<ModelSummary>().id}`, { method: 'DELETE' });
    expect([(await remove()).statusCode, (await remove()).statusCode]).toEqual([204, 404]);
    const { entries } = (await call(server, '/api/audit-log')).json<AuditLog>();
    expect(entries.map(({ action, actor }) => [action, actor])).toEqual([
      ['model.deleted', 'test'],
      ['model.updated', 'test'],
      ['model.created', 'test'],
      ['provider.created', 'test'],
    ]);
  });

  it('are bound only to a provider that serves their project', async () => {
    const server = await createTestServer();
    const emulator = await startTestEmulator();
    const payload = inputFor(emulator, { project: 'p' });
    const provider = (await call(server, '/api/providers', { method: 'POST', payload })).json<{
      id: string;
    }>();
    const add = (project: string | null, provider_id = provider.id) =>
      call(server, '/api/models', {
        method: 'POST',
        payload: { name: 'm', model_id: 'amazon.nova-lite-v1:0', project, provider_id },
      });
    for (const refused of [await add('q'), await add(null), await add('p', 'unknown')]) {
      expect([refused.statusCode, refused.json<ApiErrorBody>().error.code]).toEqual([
        400,
        'provider_missing',
      ]);
    }
    expect((await add('p')).statusCode).toBe(201);
    const { models } = (await call(server, '/api/models')).json<ModelList>();
    const bound = { project: 'p', provider_id: provider.id };
    expect(models).toMatchObject([{ name: 'm', source: 'custom', provider_ids: [provider.id], ...bound }]);
  });

  it('have a format that is suggested, with its reason', async () => {
    const server = await createTestServer();
    const emulator = await startTestEmulator({ modelsBehind });
    await call(server, '/api/providers', { method: 'POST', payload: inputFor(emulator) });
    const suggest = async (modelId: string) => {
      const answer = await call(server, `/api/models/format?model_id=${encodeURIComponent(modelId)}`);
      const { format, base_model_id, reason } = answer.json<{
        format: string;
        base_model_id: string | null;
        reason: string;
      }>();
      expect(reason).not.toBe('');
      return [format, base_model_id];
    };
    const sonnet = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
    for (const [modelId, format, baseModelId] of [
      [sonnet, 'anthropic', null],
      [`global.${sonnet}`, 'anthropic', null],
      ['amazon.nova-pro-v1:0', 'converse', null],
      ['eu.amazon.nova-pro-v1:0', 'converse', null],
      ['openai.gpt-oss-120b-1:0', 'converse', null],
      ['openai.gpt-5.4', 'openai', null],
      ['us.openai.gpt-6-sol', 'converse', null],
      ['xai.grok-4.3', 'openai', null],
      [arn(`:foundation-model/${sonnet}`), 'anthropic', sonnet],
      [arn(`123456789012:inference-profile/us.${sonnet}`), 'anthropic', `us.${sonnet}`],
      [profileArn, 'anthropic', `us.${sonnet}`],
      [promptArn, 'anthropic', 'anthropic.claude-haiku-4-5-20251001-v1:0'],
      [arn('123456789012:provisioned-model/abc'), 'converse', null],
      ['whatever', 'converse', null],
    ] as const) {
      expect([modelId, ...(await suggest(modelId))]).toEqual([modelId, format, baseModelId]);
    }
  });
});
