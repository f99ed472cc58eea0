import { queryOptions } from '@tanstack/react-query';

import { apiClient } from '../../../lib/api-client.ts';

/** The models that a project may use; without one, those of the providers for every project, and all added by hand. */
export function modelsQuery(project: string | undefined) {
  return queryOptions({
    queryKey: ['models', project ?? null],
    queryFn: ({ signal }) => apiClient.listModels({ project }, signal),
    staleTime: 30_000,
  });
}
