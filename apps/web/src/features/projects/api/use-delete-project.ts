import { useMutation, useQueryClient } from '@tanstack/react-query';

import { apiClient } from '../../../lib/api-client.ts';

/** Forgets what was listed of it as well. */
export function useDeleteProject() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (project: string) => apiClient.deleteProject(project),
    onSuccess: () => queryClient.invalidateQueries(),
  });
}
