import type { TraceList } from '@outcrop/protocol';
import { infiniteQueryOptions } from '@tanstack/react-query';

import { apiClient } from '../../../lib/api-client.ts';
import { isNotFound } from '../../../lib/describe-error.ts';

export const tracePageSize = 100;

/** A project begins with its first trace: until then the page waits for it. */
function emptyWhenUnknown(error: unknown): TraceList {
  if (isNotFound(error)) return { traces: [], next_cursor: null };
  throw error;
}

export function traceListQuery(project: string) {
  return infiniteQueryOptions({
    queryKey: ['traces', project],
    queryFn: ({ pageParam, signal }) =>
      apiClient
        .listTraces(project, { limit: tracePageSize, cursor: pageParam ?? undefined }, signal)
        .catch(emptyWhenUnknown),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}
