import type { StoredApiKey, WorkspaceStore } from '@outcrop/workspace-store';

/** Temporary keys come by the thousand; those not used lately are looked up again. */
const maxKnownKeys = 10_000;

/** The keys that were used before, in memory: a call must not wait for the store. */
export interface KeyRing {
  /** Undefined when it is not known yet, which says nothing about its being valid. */
  findKnown(hash: string): StoredApiKey | undefined;
  find(hash: string): Promise<StoredApiKey | undefined>;
  /** Returns whether the key existed. Once it resolves the key, and those it made, are of no use. */
  revoke(id: string): Promise<boolean>;
}

/** The store has one owner, this process, so what is known here stays true until it is revoked here. */
export function createKeyRing(workspaceStore: WorkspaceStore): KeyRing {
  const known = new Map<string, StoredApiKey>();
  let revocations = 0;
  return {
    findKnown: (hash) => known.get(hash),
    async find(hash) {
      const before = revocations;
      const key = await workspaceStore.findApiKey(hash);
      if (key === undefined || before !== revocations) return key;
      if (known.size >= maxKnownKeys) known.clear();
      known.set(hash, key);
      return key;
    },
    async revoke(id) {
      const existed = await workspaceStore.revokeApiKey(id);
      revocations++;
      known.clear();
      return existed;
    },
  };
}
