import type { ApiKeyGrant } from '@outcrop/protocol';
import type { StoredApiKey, WorkspaceStore } from '@outcrop/workspace-store';
import { createApiKeySecret, hashSecret, keyPrefixOf } from './secret.ts';

export interface NamedKey {
  name: string;
  /** Everything unless given. */
  grant?: ApiKeyGrant;
  /** Makes it a temporary key of that one. */
  parentId?: string;
}

/** Creates a key and returns it with its secret, which nothing can return again. */
export async function createApiKey(
  workspaceStore: WorkspaceStore,
  named: NamedKey,
): Promise<StoredApiKey & { key: string }> {
  const key = createApiKeySecret();
  return { ...(await saveApiKey(workspaceStore, { ...named, secret: key })), key };
}

export interface ChosenApiKey extends NamedKey {
  secret: string;
}

/** Creates a key whose secret somebody chose; a key with that secret stays as it is. */
export function saveApiKey(
  workspaceStore: WorkspaceStore,
  { secret, ...named }: ChosenApiKey,
): Promise<StoredApiKey> {
  return workspaceStore.createApiKey({ ...named, hash: hashSecret(secret), prefix: keyPrefixOf(secret) });
}
