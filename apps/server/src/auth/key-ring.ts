import type { ApiKeyChange, StoredApiKey, WorkspaceStore } from '@outcrop/workspace-store';

/** Temporary keys come by the thousand; those not used lately are looked up again. */
const maxKnownKeys = 10_000;

/** The keys that were used before, in memory: a call must not wait for the store. */
export interface KeyRing {
  /** Undefined when it is not known yet, which says nothing about its being valid. */
  findKnown(hash: string): StoredApiKey | undefined;
  find(hash: string): Promise<StoredApiKey | undefined>;
  /** Returns whether the key existed. Once it resolves the key, and those it made, are of no use. */
  revoke(id: string): Promise<boolean>;
  /** As of the store. Once it resolves, the key is what it was changed to. */
  update(id: string, change: ApiKeyChange): Promise<StoredApiKey | undefined>;
}

/** The store has one owner, this process, so what is known here stays true until it is changed here. */
export function createKeyRing(workspaceStore: WorkspaceStore): KeyRing {
  const known = new Map<string, StoredApiKey>();
  let changes = 0;
  const forget = (): void => {
    changes++;
    known.clear();
  };
  return {
    findKnown: (hash) => known.get(hash),
    async find(hash) {
      const before = changes;
      const key = await workspaceStore.findApiKey(hash);
      if (key === undefined || before !== changes) return key;
      if (known.size >= maxKnownKeys) known.clear();
      known.set(hash, key);
      return key;
    },
    async revoke(id) {
      const existed = await workspaceStore.revokeApiKey(id);
      forget();
      return existed;
    },
    async update(id, change) {
      const key = await workspaceStore.updateApiKey(id, change);
      forget();
      return key;
    },
  };
}
