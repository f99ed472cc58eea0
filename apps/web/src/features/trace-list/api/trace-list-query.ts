import type { ListTracesQuery } from '@outcrop/api-client';
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

export type TraceFilterQuery = Pick<ListTracesQuery, 'search' | 'model' | 'has_error' | 'started_from'>;

export function traceListQuery(project: string, filter: TraceFilterQuery) {
  return infiniteQueryOptions({
    queryKey: ['traces', project, filter],
    queryFn: ({ pageParam, signal }) =>
      apiClient
        .listTraces(project, { ...filter, limit: tracePageSize, cursor: pageParam ?? undefined }, signal)
        .catch(emptyWhenUnknown),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
  });
}
