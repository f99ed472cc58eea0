import type { ApiKeySummary, CreatedApiKey } from '@outcrop/protocol';
import type { WorkspaceStore } from '@outcrop/workspace-store';
import { createApiKeySecret, hashSecret, keyPrefixOf } from './secret.ts';

/** Creates a key and returns it with its secret, which nothing can return again. */
export async function createApiKey(workspaceStore: WorkspaceStore, name: string): Promise<CreatedApiKey> {
  const key = createApiKeySecret();
  return { ...(await saveApiKey(workspaceStore, { name, secret: key })), key };
}

export interface ChosenApiKey {
  name: string;
  secret: string;
}

/** Creates a key whose secret somebody chose; a key with that secret stays as it is. */
export function saveApiKey(
  workspaceStore: WorkspaceStore,
  { name, secret }: ChosenApiKey,
): Promise<ApiKeySummary> {
  return workspaceStore.createApiKey({ name, hash: hashSecret(secret), prefix: keyPrefixOf(secret) });
}
