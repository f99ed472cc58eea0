import { queryOptions } from '@tanstack/react-query';

import { apiClient } from '../../../lib/api-client.ts';

export function providerTrustQuery(region: string) {
  return queryOptions({
    queryKey: ['provider-trust', region],
    queryFn: ({ signal }) => apiClient.getProviderTrust(region, signal),
    staleTime: 60_000,
  });
}
