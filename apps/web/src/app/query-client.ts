import { QueryCache, QueryClient } from '@tanstack/react-query';

import { isNotFound, isSignedOut, isUnreachable } from '../lib/describe-error.ts';

const retryMs = 2000;

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
        retry: (failures, error) =>
          failures < 2 && !isNotFound(error) && !isSignedOut(error) && !isUnreachable(error),
        // A server that is back is seen without anybody asking.
        refetchInterval: ({ state }) => (isUnreachable(state.error) ? retryMs : false),
        // Loopback answers while the machine is offline, so the browser's own idea of "online" says nothing here.
        networkMode: 'always',
        staleTime: 5000,
      },
      mutations: { networkMode: 'always' },
    },
  });
}
