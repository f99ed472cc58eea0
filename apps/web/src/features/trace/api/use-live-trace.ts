import { useQuery, useQueryClient } from '@tanstack/react-query';

import { useProjectEvents } from '../../live/use-project-events.ts';
import { traceQuery } from './trace-query.ts';

/** A trace kept up to date by the server's events. */
export function useLiveTrace(project: string, traceId: string) {
  const queryClient = useQueryClient();
  const options = traceQuery(traceId);
  const query = useQuery(options);
  const renew = () => void queryClient.invalidateQueries({ queryKey: options.queryKey });
  const liveState = useProjectEvents(project, {
    onChange: (changedIds) => {
      if (changedIds.has(traceId)) renew();
    },
    onDelete: (deletedIds) => {
      if (deletedIds.has(null) || deletedIds.has(traceId)) renew();
    },
    onReconnect: renew,
  });
  return { query, liveState };
}
