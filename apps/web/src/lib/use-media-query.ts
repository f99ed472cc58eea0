import { useCallback, useSyncExternalStore } from 'react';

/** Whether the media query holds, kept up to date. */
export function useMediaQuery(query: string): boolean {
  const subscribe = useCallback(
    (notify: () => void) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', notify);
      return () => list.removeEventListener('change', notify);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}

/** Below this width a list becomes cards and the trace page stacks. */
export function useIsNarrow(): boolean {
  return useMediaQuery('(max-width: 760px)');
}
