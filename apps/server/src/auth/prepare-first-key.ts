import type { WorkspaceStore } from '@outcrop/workspace-store';
import { createApiKey, saveApiKey } from './create-api-key.ts';
import { hashSecret } from './secret.ts';

/**
 * How an app gets its key: shown now for the only time, chosen by whoever started the server, made before, or chosen
 * too late.
 */
export type FirstKey =
  { kind: 'created'; key: string } | { kind: 'chosen' } | { kind: 'exists' } | { kind: 'ignored' };

/**
 * Makes sure that there is a key: the chosen one, or a new one. Where keys exist no other one is made: an environment
 * that changes would leave every key it ever held valid, and one that is set by mistake would let a stranger in.
 */
export async function prepareFirstKey(
  store: WorkspaceStore,
  chosenKey: string | undefined,
): Promise<FirstKey> {
  if (chosenKey !== undefined && (await store.findApiKey(hashSecret(chosenKey)))) return { kind: 'chosen' };
  const keys = await store.listApiKeys();
  if (keys.length > 0) return { kind: chosenKey === undefined ? 'exists' : 'ignored' };
  if (chosenKey === undefined)
    return { kind: 'created', key: (await createApiKey(store, { name: 'First key' })).key };
  await saveApiKey(store, { name: 'Bootstrap key', secret: chosenKey });
  // A key that was revoked stays so, whoever chooses it again.
  return { kind: (await store.findApiKey(hashSecret(chosenKey))) ? 'chosen' : 'ignored' };
}
