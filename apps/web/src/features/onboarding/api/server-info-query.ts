import { queryOptions } from '@tanstack/react-query';

import { apiClient } from '../../../lib/api-client.ts';

export const serverInfoQuery = queryOptions({
  queryKey: ['info'],
  queryFn: ({ signal }) => apiClient.getInfo(signal),
  staleTime: Number.POSITIVE_INFINITY,
});
