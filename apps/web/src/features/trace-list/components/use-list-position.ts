import { type RefObject, useLayoutEffect } from 'react';

import { recallPosition } from '../list-position.ts';

/** Brings the list back to where it was left, with the focus on the trace that was opened. */
export function useListPosition(project: string, scroller: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const { scrollTop, traceId } = recallPosition(project);
    scroller.current?.scrollTo({ top: scrollTop });
    // The rows around the new position are drawn after the scroll.
    const frame = requestAnimationFrame(() => {
      const links = scroller.current?.querySelectorAll<HTMLElement>('[data-trace-id] a') ?? [];
      const opened = [...links].find(
        (link) => link.closest<HTMLElement>('[data-trace-id]')?.dataset['traceId'] === traceId,
      );
      opened?.focus({ preventScroll: true });
    });
    return () => cancelAnimationFrame(frame);
  }, [project, scroller]);
}
