import { useMutation, useQueryClient } from '@tanstack/react-query';

import { apiClient } from '../../../lib/api-client.ts';

export function useRemoveModel() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => apiClient.deleteModel(id),
    onSuccess: () => queryClient.invalidateQueries(),
  });
}
