import { useQuery } from '@tanstack/react-query';

import { providersQuery } from '../../providers/api/providers-query.ts';

/** For the environment of a client: the Region of the first provider, a usual one while there is none. */
export function useGatewayRegion(): string {
  const { data } = useQuery(providersQuery);
  return data?.providers.find((provider) => provider.is_enabled)?.region ?? 'us-east-1';
}
