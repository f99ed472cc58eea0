import type { ApiKeyGrant } from '@outcrop/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeProviderSettings } from './provider-settings-contract.ts';
import type { WorkspaceStore } from './workspace-store.ts';

export interface WorkspaceStoreHarness {
  /** A store over the same data each time it is called, until `discard`. */
  open(): Promise<WorkspaceStore>;
  discard(): Promise<void>;
}

const key = (name: string, hash = `hash of ${name}`) => ({ name, hash, prefix: `ok_${name}` });

/** What every WorkspaceStore promises. */
export function describeWorkspaceStore(name: string, createHarness: () => WorkspaceStoreHarness): void {
  describe(`workspace store: ${name}`, () => {
    let harness: WorkspaceStoreHarness;
    let store: WorkspaceStore;

    beforeEach(async () => {
      harness = createHarness();
      store = await harness.open();
    });
    afterEach(async () => {
      await store.close();
      await harness.discard();
    });
    const reopen = async (): Promise<void> => {
      await store.close();
      store = await harness.open();
    };

    describeApiKeys(() => store, reopen);
    describeRevoking(() => store, reopen);
    describeChanges(() => store, reopen);
    describeGrants(() => store, reopen);
    describeUsage(() => store, reopen);
    describeAttachmentProjects(() => store, reopen);
    describeSessions(() => store, reopen);
    describeProviderSettings(() => store, reopen);

    it('closes twice', async () => {
      await store.close();
      await expect(store.close()).resolves.toBeUndefined();
    });

    it('refuses work once closed', async () => {
      await store.close();
      await expect(store.listApiKeys()).rejects.toMatchObject({ code: 'store_unavailable' });
      await expect(store.createApiKey(key('late'))).rejects.toMatchObject({ code: 'store_unavailable' });
    });
  });
}

function describeApiKeys(getStore: () => WorkspaceStore, reopen: () => Promise<void>): void {
  it('keeps a key across a reopen', async () => {
    const before = Date.now() * 1000;
    const created = await getStore().createApiKey(key('first'));
    await reopen();
    expect(await getStore().findApiKey('hash of first')).toEqual(created);
    expect(created).toMatchObject({ name: 'first', prefix: 'ok_first', last_used_at: null });
    expect(created.created_at).toBeGreaterThanOrEqual(before);
    expect(created.created_at).toBeLessThanOrEqual(Date.now() * 1000);
  });

  it('returns the existing key for a hash it has', async () => {
    const first = await getStore().createApiKey(key('first', 'same'));
    expect(await getStore().createApiKey(key('second', 'same'))).toEqual(first);
    expect(await getStore().listApiKeys()).toEqual([first]);
  });

  it('lists the newest key first, even of one moment', async () => {
    const names = ['a', 'b', 'c', 'd'];
    await Promise.all(names.map((name) => getStore().createApiKey(key(name))));
    const listed = await getStore().listApiKeys();
    expect(listed.map(({ name }) => name)).toEqual(['d', 'c', 'b', 'a']);
    expect(new Set(listed.map(({ id }) => id)).size).toBe(4);
  });

  it('finds nothing for an unknown hash', async () => {
    expect(await getStore().findApiKey('unknown')).toBeUndefined();
    expect(await getStore().listApiKeys()).toEqual([]);
  });

  it('notes the last use and keeps it', async () => {
    const { id } = await getStore().createApiKey(key('used'));
    await getStore().touchApiKey(id, 2_000);
    await getStore().touchApiKey(id, 1_000);
    await getStore().touchApiKey('no such id', 1_000);
    await reopen();
    expect(await getStore().listApiKeys()).toMatchObject([{ id, last_used_at: 2_000 }]);
  });

  it('keeps any name', async () => {
    const name = 'ключ \u0000 \ud800 "\'; DROP TABLE api_keys; -- 🔑';
    await getStore().createApiKey(key(name, 'odd'));
    await reopen();
    expect(await getStore().findApiKey('odd')).toMatchObject({ name });
  });
}

function describeChanges(getStore: () => WorkspaceStore, reopen: () => Promise<void>): void {
  const grant: ApiKeyGrant = {
    scopes: ['gateway'],
    project: 'p',
    models: ['a*'],
    expires_at: 7,
    limits: {},
    defaults: { cache: 'always' },
  };

  it('changes a key, whose secret stays', async () => {
    const { id } = await getStore().createApiKey(key('first'));
    const changed = await getStore().updateApiKey(id, { name: 'renamed', grant });
    await reopen();
    expect(await getStore().findApiKey('hash of first')).toEqual(changed);
    expect(changed).toMatchObject({ id, name: 'renamed', ...grant });
  });

  it('ends the temporary keys of one that may do something else, not of one with another name', async () => {
    const { id } = await getStore().createApiKey({ ...key('first'), grant });
    await getStore().createApiKey({ ...key('child'), grant, parentId: id });
    await getStore().updateApiKey(id, { name: 'renamed', grant });
    expect(await getStore().findApiKey('hash of child')).toBeDefined();
    await getStore().updateApiKey(id, { name: 'renamed', grant: { ...grant, models: ['b'] } });
    expect(await getStore().findApiKey('hash of child')).toBeUndefined();
  });

  it('changes no key that is unknown, revoked or temporary', async () => {
    const change = { name: 'x', grant };
    const { id } = await getStore().createApiKey(key('first'));
    const child = await getStore().createApiKey({ ...key('child'), parentId: id });
    expect(await getStore().updateApiKey(child.id, change)).toBeUndefined();
    await getStore().revokeApiKey(id);
    expect(await getStore().updateApiKey(id, change)).toBeUndefined();
    expect(await getStore().updateApiKey('unknown', change)).toBeUndefined();
  });
}

function describeRevoking(getStore: () => WorkspaceStore, reopen: () => Promise<void>): void {
  it('neither finds nor lists a revoked key, for good', async () => {
    const { id } = await getStore().createApiKey(key('gone'));
    const kept = await getStore().createApiKey(key('kept'));
    expect(await getStore().revokeApiKey(id)).toBe(true);
    expect(await getStore().findApiKey('hash of gone')).toBeUndefined();
    await reopen();
    expect(await getStore().findApiKey('hash of gone')).toBeUndefined();
    expect(await getStore().listApiKeys()).toEqual([kept]);
  });

  it('does not bring a revoked key back when its hash is created again', async () => {
    const { id } = await getStore().createApiKey(key('gone'));
    await getStore().revokeApiKey(id);
    expect((await getStore().createApiKey(key('gone'))).id).toBe(id);
    expect(await getStore().findApiKey('hash of gone')).toBeUndefined();
  });

  it('says whether the key to revoke existed', async () => {
    const { id } = await getStore().createApiKey(key('once'));
    expect(await getStore().revokeApiKey('no such id')).toBe(false);
    expect(await getStore().revokeApiKey(id)).toBe(true);
    expect(await getStore().revokeApiKey(id)).toBe(false);
  });
}

function describeGrants(getStore: () => WorkspaceStore, reopen: () => Promise<void>): void {
  const grant: ApiKeyGrant = {
    scopes: ['read', 'gateway'],
    project: 'a project \u0000',
    models: ['us.anthropic.*'],
    expires_at: 1_900_000_000_000_000,
    limits: { usd_per_day: 0.5, tokens_per_minute: 100 },
    defaults: { cache: 'auto', cache_ttl_seconds: 60, fallback_models: ['us.amazon.nova-lite-v1:0'] },
  };

  it('keeps what a key may do', async () => {
    await getStore().createApiKey({ ...key('narrow'), grant });
    await reopen();
    expect(await getStore().findApiKey('hash of narrow')).toMatchObject({ ...grant, parent_id: null });
    expect(await getStore().listApiKeys()).toMatchObject([grant]);
  });

  it('lets a key do everything that is made without restrictions', async () => {
    expect(await getStore().createApiKey(key('wide'))).toMatchObject({
      scopes: ['ingest', 'read', 'gateway', 'admin'],
      project: null,
      models: null,
      expires_at: null,
      limits: {},
      defaults: {},
    });
  });

  it('finds a temporary key, without listing it, until the key that made it is revoked', async () => {
    const { id } = await getStore().createApiKey(key('parent'));
    await getStore().createApiKey({ ...key('child'), grant, parentId: id });
    await reopen();
    expect(await getStore().findApiKey('hash of child')).toMatchObject({ parent_id: id });
    expect(await getStore().listApiKeys()).toHaveLength(1);
    await getStore().revokeApiKey(id);
    expect(await getStore().findApiKey('hash of child')).toBeUndefined();
  });

  it('forgets expired temporary keys when another comes, and no other expired key', async () => {
    const expired = { ...grant, expires_at: 1 };
    const { id } = await getStore().createApiKey({ ...key('parent'), grant: expired });
    await getStore().createApiKey({ ...key('old'), grant: expired, parentId: id });
    expect(await getStore().findApiKey('hash of old')).toMatchObject({ expires_at: 1 });
    await getStore().createApiKey({ ...key('new'), grant, parentId: id });
    expect(await getStore().findApiKey('hash of old')).toBeUndefined();
    expect(await getStore().findApiKey('hash of parent')).toMatchObject({ id });
  });
}

function describeUsage(getStore: () => WorkspaceStore, reopen: () => Promise<void>): void {
  it('adds up what keys use, by day', async () => {
    await getStore().addUsage([
      { keyId: 'a', day: 20_000, usd: 0.5, tokens: 10 },
      { keyId: 'b', day: 20_000, usd: 1, tokens: 1 },
      { keyId: 'a', day: 20_001, usd: 2, tokens: 2 },
    ]);
    await getStore().addUsage([{ keyId: 'a', day: 20_001, usd: 0.25, tokens: 3 }]);
    await getStore().addUsage([]);
    await reopen();
    expect(await getStore().listUsage(20_001)).toEqual([{ keyId: 'a', day: 20_001, usd: 2.25, tokens: 5 }]);
    expect(await getStore().listUsage(0)).toHaveLength(3);
  });

  it('adds all of a list or nothing', async () => {
    const good = { keyId: 'a', day: 1, usd: 1, tokens: 1 };
    const bad = { ...good, keyId: 'b', usd: Number.NaN };
    await expect(getStore().addUsage([good, bad])).rejects.toMatchObject({
      code: 'store_unavailable',
    });
    expect(await getStore().listUsage(0)).toEqual([]);
  });
}

function describeAttachmentProjects(getStore: () => WorkspaceStore, reopen: () => Promise<void>): void {
  it('knows which project sent an attachment', async () => {
    await getStore().addAttachmentProject('a\u0000', 'hash');
    await getStore().addAttachmentProject('a\u0000', 'hash');
    await reopen();
    expect(await getStore().hasAttachmentProject('a\u0000', 'hash')).toBe(true);
    expect(await getStore().hasAttachmentProject('a', 'hash')).toBe(false);
    expect(await getStore().hasAttachmentProject('a\u0000', 'other')).toBe(false);
    await getStore().removeAttachmentProjects('hash');
    expect(await getStore().hasAttachmentProject('a\u0000', 'hash')).toBe(false);
  });
}

function describeSessions(getStore: () => WorkspaceStore, reopen: () => Promise<void>): void {
  const later = Date.now() * 1000 + 3_600_000_000;

  it('has a session until it expires', async () => {
    await getStore().createSession({ hash: 'session', expiresAt: later });
    await reopen();
    expect(await getStore().hasSession('session', later - 1)).toBe(true);
    expect(await getStore().hasSession('session', later)).toBe(false);
    expect(await getStore().hasSession('other', later - 1)).toBe(false);
  });

  it('forgets a deleted session', async () => {
    await getStore().createSession({ hash: 'session', expiresAt: later });
    await getStore().deleteSession('session');
    await getStore().deleteSession('unknown');
    expect(await getStore().hasSession('session', 0)).toBe(false);
  });

  it('keeps the others when an expired session goes', async () => {
    await getStore().createSession({ hash: 'expired', expiresAt: 1 });
    await getStore().createSession({ hash: 'session', expiresAt: later });
    expect(await getStore().hasSession('expired', 2)).toBe(false);
    expect(await getStore().hasSession('session', 2)).toBe(true);
  });
}
