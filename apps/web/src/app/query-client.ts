import { QueryCache, QueryClient } from '@tanstack/react-query';

import { isNotFound, isSignedOut } from '../lib/describe-error.ts';

/** The cache of everything the server said. `onSignedOut` is told when the session has gone. */
export function createQueryClient(onSignedOut: () => void): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (isSignedOut(error)) onSignedOut();
      },
    }),
    defaultOptions: {
      queries: {
        retry: (failures, error) => failures < 2 && !isNotFound(error) && !isSignedOut(error),
        // Loopback answers while the machine is offline, so the browser's own idea of "online" says nothing here.
        networkMode: 'always',
        staleTime: 5000,
      },
      mutations: { networkMode: 'always' },
    },
  });
}
