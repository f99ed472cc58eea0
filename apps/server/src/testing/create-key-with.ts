import { apiKeyScopes, type ApiKeyGrant } from '@outcrop/protocol';
import { createApiKey } from '../auth/create-api-key.ts';
import type { TestServer } from './create-test-server.ts';

/** A new key, ready as headers; what is not given is not restricted. */
export async function createKeyWith(
  { workspaceStore }: Pick<TestServer, 'workspaceStore'>,
  restrictions: Partial<ApiKeyGrant>,
): Promise<{ authorization: string }> {
  const grant = {
    scopes: [...apiKeyScopes],
    project: null,
    models: null,
    expires_at: null,
    limits: {},
    defaults: {},
  };
  const { key } = await createApiKey(workspaceStore, {
    name: 'restricted',
    grant: { ...grant, ...restrictions },
  });
  return { authorization: `Bearer ${key}` };
}
