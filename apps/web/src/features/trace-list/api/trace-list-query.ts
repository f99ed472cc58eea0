import { infiniteQueryOptions } from '@tanstack/react-query';

import { apiClient } from '../../../lib/api-client.ts';

export const tracePageSize = 100;

export function traceListQuery(project: string) {
  return infiniteQueryOptions({
    queryKey: ['traces', project],
    queryFn: ({ pageParam, signal }) =>
      apiClient.listTraces(project, { limit: tracePageSize, cursor: pageParam ?? undefined }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}
