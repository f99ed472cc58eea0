import { queryOptions } from '@tanstack/react-query';

import { apiClient } from '../../../lib/api-client.ts';
import { isRegion } from '../provider-draft.ts';

export function providerTrustQuery(region: string) {
  return queryOptions({
    queryKey: ['provider-trust', region],
    queryFn: ({ signal }) => apiClient.getProviderTrust(region, signal),
    // Not while a Region is half typed.
    enabled: isRegion(region),
    staleTime: 60_000,
  });
}
