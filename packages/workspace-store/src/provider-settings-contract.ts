import { expect, it } from 'vitest';
import type { AuditNote, NewModel, NewProvider, ProviderSettingsStore } from './provider-settings-store.ts';

type GetStore = () => ProviderSettingsStore;

const oddName = 'имя \u0000 \ud800 "\'; DROP TABLE providers; -- 🔑';

const provider = (id: string, changes: Partial<NewProvider> = {}): NewProvider => ({
  id,
  type: 'bedrock',
  name: `provider ${id}`,
  project: null,
  region: 'us-east-1',
  api_base: null,
  http_version: 'auto',
  include_default_models: true,
  priority: 0,
  weight: 1,
  is_enabled: true,
  auth: { type: 'api_key', key_hint: 'abc…', expires_at: null },
  header_names: [],
  sealed_secrets: 'sealed',
  ...changes,
});

const model = (name: string, changes: Partial<NewModel> = {}): NewModel => ({
  name,
  model_id: 'amazon.nova-lite-v1:0',
  base_model_id: null,
  format: 'converse',
  project: null,
  provider_id: null,
  ...changes,
});

const note = (action: string, changes: Partial<AuditNote> = {}): AuditNote => ({
  actor: 'a key',
  action,
  subject: 'subject',
  details: {},
  ...changes,
});

const listActions = async (store: ProviderSettingsStore): Promise<string[]> =>
  (await store.listAuditLog({ limit: 100 })).entries.map(({ action }) => action);

/** What every WorkspaceStore promises of providers, models, the audit log and settings. */
export function describeProviderSettings(getStore: GetStore, reopen: () => Promise<void>): void {
  describeProviders(getStore, reopen);
  describeProviderNames(getStore);
  describeModels(getStore, reopen);
  describeAuditLog(getStore, reopen);

  it('keeps the first value of a setting', async () => {
    expect(await getStore().ensureSetting('external_id', 'first')).toBe('first');
    await reopen();
    expect(await getStore().ensureSetting('external_id', 'second')).toBe('first');
    expect(await getStore().ensureSetting('other', 'second')).toBe('second');
  });
}

function describeProviders(getStore: GetStore, reopen: () => Promise<void>): void {
  it('keeps a provider as it was given, in the order of creation', async () => {
    const before = Date.now() * 1000;
    const full = provider('b', {
      name: oddName,
      project: oddName,
      api_base: 'https://vpce.example/path',
      http_version: '2',
      include_default_models: false,
      priority: -3,
      weight: 0.25,
      is_enabled: false,
      auth: { type: 'assume_role', role_arn: 'arn:aws:iam::1:role/x', external_id: 'ext' },
      header_names: ['x-one', 'x-two'],
      sealed_secrets: null,
    });
    const created = await getStore().createProvider(full, note('provider.created'));
    await getStore().createProvider(provider('a'), note('provider.created'));
    expect(created).toEqual({ ...full, created_at: created.created_at, updated_at: created.created_at });
    expect(created.created_at).toBeGreaterThanOrEqual(before);
    await reopen();
    expect(await getStore().findProvider('b')).toEqual(created);
    expect((await getStore().listProviders()).map(({ id }) => id)).toEqual(['b', 'a']);
    expect(await getStore().findProvider('c')).toBeUndefined();
  });

  it('changes only what is given', async () => {
    const created = await getStore().createProvider(provider('a'), note('provider.created'));
    const changes = { weight: 5, auth: { type: 'server_credentials' }, sealed_secrets: null } as const;
    const changed = await getStore().updateProvider('a', changes, note('provider.updated'));
    expect(changed).toEqual({ ...created, ...changes, updated_at: changed?.updated_at });
    expect(changed?.updated_at).toBeGreaterThanOrEqual(created.updated_at);
    await reopen();
    expect(await getStore().findProvider('a')).toEqual(changed);
  });

  it('replaces sealed secrets only while they are what they were', async () => {
    const created = await getStore().createProvider(provider('a'), note('provider.created'));
    expect(await getStore().resealProvider('a', { from: 'other', to: 'new' })).toBe(false);
    expect(await getStore().findProvider('a')).toEqual(created);
    expect(await getStore().resealProvider('a', { from: 'sealed', to: 'new' })).toBe(true);
    expect(await getStore().findProvider('a')).toEqual({ ...created, sealed_secrets: 'new' });
    expect(await listActions(getStore())).toEqual(['provider.created']);
  });

  it('forgets a deleted provider with the models bound to it', async () => {
    await getStore().createProvider(provider('a'), note('provider.created'));
    await getStore().createModel(model('bound', { provider_id: 'a' }), note('model.created'));
    const free = await getStore().createModel(model('free'), note('model.created'));
    expect(await getStore().deleteProvider('a', note('provider.deleted'))).toBe(true);
    expect(await getStore().deleteProvider('a', note('provider.deleted'))).toBe(false);
    expect(await getStore().listProviders()).toEqual([]);
    expect(await getStore().listModels()).toEqual([free]);
  });
}

function describeProviderNames(getStore: GetStore): void {
  it('refuses a second provider of a name in one project, and notes nothing', async () => {
    const same = (id: string, project: string | null) =>
      getStore().createProvider(provider(id, { name: 'same', project }), note(`created ${id}`));
    await same('a', null);
    await same('b', '');
    await same('c', 'project');
    await expect(same('d', null)).rejects.toMatchObject({ code: 'name_taken' });
    await expect(same('e', 'project')).rejects.toMatchObject({ code: 'name_taken' });
    expect((await getStore().listProviders()).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(await listActions(getStore())).toEqual(['created c', 'created b', 'created a']);
  });

  it('refuses a rename to a name that is taken and keeps the provider as it was', async () => {
    await getStore().createProvider(provider('a'), note('provider.created'));
    const second = await getStore().createProvider(provider('b'), note('provider.created'));
    const rename = getStore().updateProvider(
      'b',
      { name: 'provider a', weight: 9 },
      note('provider.updated'),
    );
    await expect(rename).rejects.toMatchObject({ code: 'name_taken' });
    expect(await getStore().findProvider('b')).toEqual(second);
    expect(await listActions(getStore())).not.toContain('provider.updated');
  });
}

function describeModels(getStore: GetStore, reopen: () => Promise<void>): void {
  it('keeps a model added by hand, changes and deletes it', async () => {
    await getStore().createProvider(provider('a'), note('provider.created'));
    const given = model(oddName, {
      model_id: 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/x',
      base_model_id: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
      format: 'anthropic',
      project: 'project',
      provider_id: 'a',
    });
    const created = await getStore().createModel(given, note('model.created'));
    expect(created).toEqual({ ...given, id: created.id, created_at: created.created_at });
    await reopen();
    expect(await getStore().findModel(created.id)).toEqual(created);
    const changed = await getStore().updateModel(
      created.id,
      { name: 'new', provider_id: null },
      note('model.updated'),
    );
    expect(changed).toEqual({ ...created, name: 'new', provider_id: null });
    expect(await getStore().listModels()).toEqual([changed]);
    expect(await getStore().deleteModel(created.id, note('model.deleted'))).toBe(true);
    expect(await getStore().deleteModel(created.id, note('model.deleted'))).toBe(false);
    expect(await getStore().findModel(created.id)).toBeUndefined();
  });

  it('refuses a second model of a name at one provider of a project, and one of no provider', async () => {
    await getStore().createProvider(provider('a'), note('provider.created'));
    const create = (changes: Partial<NewModel>) =>
      getStore().createModel(model('same', changes), note('model.created'));
    await create({});
    await create({ provider_id: 'a' });
    await create({ project: 'project' });
    await expect(create({})).rejects.toMatchObject({ code: 'name_taken' });
    await expect(create({ provider_id: 'a' })).rejects.toMatchObject({ code: 'name_taken' });
    await expect(create({ provider_id: 'none' })).rejects.toMatchObject({ code: 'provider_missing' });
    expect(await getStore().listModels()).toHaveLength(3);
    expect(await listActions(getStore())).toHaveLength(4);
  });
}

function describeAuditLog(getStore: GetStore, reopen: () => Promise<void>): void {
  it('notes who did what, with the change itself', async () => {
    const before = Date.now() * 1000;
    const details = { region: 'us-east-1', priority: 1, is_enabled: true, project: null };
    await getStore().createProvider(
      provider('a'),
      note('provider.created', { actor: oddName, subject: oddName, details }),
    );
    await getStore().updateProvider('unknown', { weight: 2 }, note('provider.updated'));
    await getStore().deleteModel('unknown', note('model.deleted'));
    await reopen();
    const { entries, next_cursor } = await getStore().listAuditLog({ limit: 10 });
    expect(entries).toMatchObject([
      { actor: oddName, action: 'provider.created', subject: oddName, details },
    ]);
    expect(entries[0]?.at).toBeGreaterThanOrEqual(before);
    expect(next_cursor).toBeNull();
  });

  it('is read in pages, newest first, whatever comes in between', async () => {
    for (const action of ['1', '2', '3', '4', '5']) await getStore().appendAuditNote(note(action));
    const first = await getStore().listAuditLog({ limit: 2 });
    expect(first.entries.map(({ action }) => action)).toEqual(['5', '4']);
    await getStore().appendAuditNote(note('6'));
    const cursor = first.next_cursor ?? '';
    const second = await getStore().listAuditLog({ limit: 3, cursor });
    expect(second.entries.map(({ action }) => action)).toEqual(['3', '2', '1']);
    expect(second.next_cursor).toBeNull();
    await expect(getStore().listAuditLog({ limit: 2, cursor: 'x' })).rejects.toMatchObject({
      code: 'invalid_cursor',
    });
  });
}
