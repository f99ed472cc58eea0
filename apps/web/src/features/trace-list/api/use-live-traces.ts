import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import { apiClient } from '../../../lib/api-client.ts';
import { useProjectEvents } from '../../live/use-project-events.ts';
import { projectsQuery } from '../../projects/api/projects-query.ts';
import { hasChangedBeyond, listNewIds, mergeFirstPage } from './merge-trace-list.ts';
import { type TraceFilterQuery, traceListQuery, tracePageSize } from './trace-list-query.ts';

const noIds: ReadonlySet<string> = new Set();

/** The traces of a project that pass the filter, newest first, kept up to date by the server's events. */
export function useLiveTraces(project: string, filter: TraceFilterQuery) {
  const queryClient = useQueryClient();
  const options = traceListQuery(project, filter);
  const query = useInfiniteQuery({
    ...options,
    // While another filter is asked for, what is shown stays; another project's traces would not do.
    placeholderData: (previous, asked) => (asked?.queryKey[1] === project ? previous : undefined),
  });
  const [freshIds, setFreshIds] = useState(noIds);

  async function renew(changedIds: ReadonlySet<string>): Promise<void> {
    const fresh = await apiClient.listTraces(project, { ...filter, limit: tracePageSize });
    const loaded = queryClient.getQueryData(options.queryKey);
    if (!loaded) return;
    setFreshIds(listNewIds(loaded, fresh));
    queryClient.setQueryData(options.queryKey, mergeFirstPage(loaded, fresh));
    if (hasChangedBeyond(loaded, fresh, changedIds)) {
      await queryClient.invalidateQueries({ queryKey: options.queryKey });
    }
    const wasEmpty = loaded.pages.every((page) => page.traces.length === 0);
    if (wasEmpty) await queryClient.invalidateQueries({ queryKey: projectsQuery.queryKey });
  }

  const liveState = useProjectEvents(project, {
    // A failed renewal needs no word of its own: the connection's state tells it, and reconnecting asks again.
    onChange: (changedIds) => void renew(changedIds).catch(() => undefined),
    onDelete: () => {
      void queryClient.invalidateQueries({ queryKey: options.queryKey });
      void queryClient.invalidateQueries({ queryKey: projectsQuery.queryKey });
    },
    onReconnect: () => void queryClient.invalidateQueries({ queryKey: options.queryKey }),
  });

  const traces = useMemo(() => query.data?.pages.flatMap((page) => page.traces), [query.data]);
  return { query, traces, freshIds, liveState };
}
