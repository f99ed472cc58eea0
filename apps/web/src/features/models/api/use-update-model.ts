import type { ModelInput } from '@outcrop/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';

import { apiClient } from '../../../lib/api-client.ts';

/** Changes the model of the id, which was added by hand. */
export function useUpdateModel(id: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (input: ModelInput) => apiClient.updateModel(id, input),
    onSuccess: () => queryClient.invalidateQueries(),
  });
}
