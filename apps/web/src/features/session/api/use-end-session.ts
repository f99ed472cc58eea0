import { useMutation, useQueryClient } from '@tanstack/react-query';

import { apiClient } from '../../../lib/api-client.ts';

export function useEndSession() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => apiClient.deleteSession(),
    onSuccess: () => queryClient.clear(),
  });
}
