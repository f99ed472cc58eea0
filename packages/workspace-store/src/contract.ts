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
