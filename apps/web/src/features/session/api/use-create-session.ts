import { useMutation, useQueryClient } from '@tanstack/react-query';

import { apiClient } from '../../../lib/api-client.ts';

export function useCreateSession() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (token: string) => apiClient.createSession(token),
    // What was asked before signing in was refused.
    onSuccess: () => queryClient.clear(),
  });
}
