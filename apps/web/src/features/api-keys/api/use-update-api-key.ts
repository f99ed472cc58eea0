import type { ApiKeyInput } from '@outcrop/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';

import { apiClient } from '../../../lib/api-client.ts';
import { apiKeysQuery } from './api-keys-query.ts';

/** Changes the key of the id. */
export function useUpdateApiKey(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (input: ApiKeyInput) => apiClient.updateApiKey(id, input),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: apiKeysQuery.queryKey }),
  });
}
