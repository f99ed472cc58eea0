import type {
  ApiKeyInput,
  ApiKeyList,
  ApiKeySummary,
  CreatedApiKey,
  TemporaryKeyInput,
} from '@outcrop/protocol';
import { apiPath, type SendRequest } from './send-request.ts';

export function createApiKeyRequests(send: SendRequest) {
  return {
    listApiKeys: (signal?: AbortSignal) => send<ApiKeyList>('GET', '/api/keys', { signal }),
    /** The answer is the only time the key is shown. With only a name, the key may do all that its maker may. */
    createApiKey: (key: ApiKeyInput) => send<CreatedApiKey>('POST', '/api/keys', { body: key }),
    /** A key for the gateway that lives 24 hours at most; only a key can make it, not a session. */
    createTemporaryKey: (key: TemporaryKeyInput = {}) =>
      send<CreatedApiKey>('POST', '/api/keys/temporary', { body: key }),
    /** What is left out stays as it is. */
    updateApiKey: (id: string, change: Partial<ApiKeyInput>) =>
      send<ApiKeySummary>('PATCH', apiPath`/api/keys/${id}`, { body: change }),
    revokeApiKey: (id: string) => send<void>('DELETE', apiPath`/api/keys/${id}`),
  };
}
