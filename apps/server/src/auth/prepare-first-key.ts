import type { WorkspaceStore } from '@outcrop/workspace-store';
import { createApiKey, saveApiKey } from './create-api-key.ts';

/** How an app gets its key: shown now for the only time, chosen by whoever started the server, or made before. */
export type FirstKey = { kind: 'created'; key: string } | { kind: 'chosen' } | { kind: 'exists' };

/** Makes sure that there is a key: the chosen one, or a new one when there is none at all. */
export async function prepareFirstKey(
  store: WorkspaceStore,
  chosenKey: string | undefined,
): Promise<FirstKey> {
  if (chosenKey !== undefined) {
    await saveApiKey(store, { name: 'Bootstrap key', secret: chosenKey });
    return { kind: 'chosen' };
  }
  const keys = await store.listApiKeys();
  if (keys.length > 0) return { kind: 'exists' };
  return { kind: 'created', key: (await createApiKey(store, 'First key')).key };
}
