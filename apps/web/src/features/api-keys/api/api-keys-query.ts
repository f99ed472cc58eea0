import { queryOptions } from '@tanstack/react-query';

import { apiClient } from '../../../lib/api-client.ts';

export const apiKeysQuery = queryOptions({
  queryKey: ['api-keys'],
  queryFn: ({ signal }) => apiClient.listApiKeys(signal),
});
