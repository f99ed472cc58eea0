import { queryOptions } from '@tanstack/react-query';

import { apiClient } from '../../../lib/api-client.ts';

/** Whether this browser is signed in, asked often: the sign-in link may have opened another tab. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => apiClient.getSession(signal),
  refetchInterval: 2000,
});
