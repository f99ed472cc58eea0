import { useMutation, useQueryClient } from '@tanstack/react-query';

import { apiClient } from '../../../lib/api-client.ts';

export function useRunSampleCalls() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => apiClient.runSampleCalls(),
    onSuccess: () => queryClient.invalidateQueries(),
  });
}
