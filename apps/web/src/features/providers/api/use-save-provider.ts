import type { ProviderInput } from '@outcrop/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';

import { apiClient } from '../../../lib/api-client.ts';

/** Creates a provider, or changes the one with the id. */
export function useSaveProvider(id: string | undefined) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (input: ProviderInput) =>
      id === undefined ? apiClient.createProvider(input) : apiClient.updateProvider(id, input),
    // Models, the audit log and the way to connect depend on it as well.
    onSuccess: () => queryClient.invalidateQueries(),
  });
}
