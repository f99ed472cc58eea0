import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';

import { recallPosition } from '../../trace-list/list-position.ts';
import type { TraceLens } from '../trace-lens.ts';

interface TraceLayout {
  isNarrow: boolean;
  /** The details cover the tree. */
  isDetailOver: boolean;
}

/** All that the page shows is in its address; these write it. */
export function useTraceNavigation(project: string, { isNarrow, isDetailOver }: TraceLayout) {
  const navigate = useNavigate({ from: '/projects/$project/traces/$traceId' });
  const select = useCallback(
    // Beside the tree a choice is no step of the way; over it, the browser's back button closes it again.
    (spanId: string) => void navigate({ search: (old) => ({ ...old, span: spanId }), replace: !isNarrow }),
    [navigate, isNarrow],
  );
  const changeLens = useCallback(
    (lens: TraceLens) => void navigate({ search: (old) => ({ ...old, view: lens }), replace: true }),
    [navigate],
  );
  const goBack = useCallback(() => {
    if (isDetailOver) void navigate({ search: ({ view }) => ({ view }) });
    else
      void navigate({
        to: '/projects/$project',
        params: { project },
        search: recallPosition(project).filter,
      });
  }, [navigate, isDetailOver, project]);
  return { select, changeLens, goBack };
}
