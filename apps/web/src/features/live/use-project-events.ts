import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';

import { apiClient } from '../../lib/api-client.ts';
import { projectsQuery } from '../projects/api/projects-query.ts';

export type LiveState = 'connecting' | 'live' | 'lost';

interface ProjectEventHandlers {
  onChange: (traceIds: ReadonlySet<string>) => void;
  /** `null` among them: several of the project, or all. */
  onDelete: (traceIds: ReadonlySet<string | null>) => void;
  /** After a lost connection: what happened meanwhile was not told. */
  onReconnect: () => void;
}

// A busy project changes many times a second; the reader gains nothing from more than this.
const batchMs = 300;
const retryMs = 3000;

/** Listens to a project's changes while the component is mounted and reconnects for ever. */
export function useProjectEvents(project: string, handlers: ProjectEventHandlers): LiveState {
  const queryClient = useQueryClient();
  const [state, setState] = useState<LiveState>('connecting');
  const current = useRef(handlers);
  useEffect(() => {
    current.current = handlers;
  });

  useEffect(() => {
    const changed = new Set<string>();
    const deleted = new Set<string | null>();
    let batchTimer: ReturnType<typeof setTimeout> | undefined;
    let retryTimer: ReturnType<typeof setTimeout> | undefined;
    let unsubscribe: (() => void) | undefined;
    let wasLost = false;

    function tell(): void {
      batchTimer = undefined;
      const { onChange, onDelete } = current.current;
      if (changed.size > 0) onChange(new Set(changed));
      if (deleted.size > 0) onDelete(new Set(deleted));
      changed.clear();
      deleted.clear();
    }

    function note<Id>(ids: Set<Id>, id: Id): void {
      ids.add(id);
      batchTimer ??= setTimeout(tell, batchMs);
    }

    function handleConnect(): void {
      clearTimeout(retryTimer);
      setState('live');
      if (wasLost) current.current.onReconnect();
      wasLost = false;
    }

    function handleDisconnect(): void {
      wasLost = true;
      setState('lost');
      clearTimeout(retryTimer);
      // The browser gives up for good after an answer that is not an event stream, such as 401 or a proxy's 502.
      retryTimer = setTimeout(connect, retryMs);
    }

    function connect(): void {
      unsubscribe?.();
      // An event stream cannot say why it was refused; a plain request finds out whether the session has ended.
      if (wasLost) void queryClient.invalidateQueries({ queryKey: projectsQuery.queryKey });
      unsubscribe = apiClient.subscribeToChanges({
        project,
        onChange: (change) => note(changed, change.trace_id),
        onDelete: (deletion) => note(deleted, deletion.trace_id),
        onConnect: handleConnect,
        onDisconnect: handleDisconnect,
      });
    }

    connect();
    return () => {
      unsubscribe?.();
      clearTimeout(batchTimer);
      clearTimeout(retryTimer);
    };
  }, [project, queryClient]);

  return state;
}
