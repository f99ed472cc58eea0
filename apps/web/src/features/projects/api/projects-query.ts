import { queryOptions } from '@tanstack/react-query';

import { apiClient } from '../../../lib/api-client.ts';

export const projectsQuery = queryOptions({
  queryKey: ['projects'],
  queryFn: ({ signal }) => apiClient.listProjects(signal),
});
