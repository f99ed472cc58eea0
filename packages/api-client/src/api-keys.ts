import type { ApiKeyList, CreatedApiKey } from '@outcrop/protocol';
import { apiPath, type SendRequest } from './send-request.ts';

export function createApiKeyRequests(send: SendRequest) {
  return {
    listApiKeys: (signal?: AbortSignal) => send<ApiKeyList>('GET', '/api/keys', { signal }),
    /** The answer is the only time the key is shown. */
    createApiKey: (name: string) => send<CreatedApiKey>('POST', '/api/keys', { body: { name } }),
    revokeApiKey: (id: string) => send<void>('DELETE', apiPath`/api/keys/${id}`),
  };
}
