import type { ModelInput } from '@outcrop/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';

import { apiClient } from '../../../lib/api-client.ts';

export function useCreateModel() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (input: ModelInput) => apiClient.createModel(input),
    onSuccess: () => queryClient.invalidateQueries(),
  });
}
