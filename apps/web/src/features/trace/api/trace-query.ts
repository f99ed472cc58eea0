import { queryOptions } from '@tanstack/react-query';

import { apiClient } from '../../../lib/api-client.ts';

/** The spans of a trace without their content, so that ten thousand of them open at once. */
export function traceQuery(traceId: string) {
  return queryOptions({
    queryKey: ['trace', traceId],
    queryFn: ({ signal }) => apiClient.getTrace(traceId, {}, signal),
  });
}

/** One span with its content. The revision is part of the key: a running span's next version is another answer. */
export function spanQuery(spanId: string, revision: number) {
  return queryOptions({
    queryKey: ['span', spanId, revision],
    queryFn: ({ signal }) => apiClient.getSpan(spanId, signal),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (previous, query) => (query?.queryKey[1] === spanId ? previous : undefined),
  });
}
