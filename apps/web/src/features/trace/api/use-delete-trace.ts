import { useMutation, useQueryClient } from '@tanstack/react-query';

import { apiClient } from '../../../lib/api-client.ts';

export function useDeleteTrace(project: string, traceId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => apiClient.deleteTrace(project, traceId),
    // The list asks anew; a trace that is left need not.
    onSuccess: () => queryClient.removeQueries({ queryKey: ['traces', project] }),
  });
}
