import type { ListFilter } from './trace-filter.ts';

/** Where the reader was in a project's list. */
export interface ListPosition {
  /** Pixels. */
  scrollTop: number;
  /** The trace that was opened last. */
  traceId: string | undefined;
  filter: ListFilter;
}

const positions = new Map<string, ListPosition>();

/** Lasts as long as the page is loaded, so that coming back from a trace finds the list as it was left. */
export function recallPosition(project: string): ListPosition {
  return positions.get(project) ?? { scrollTop: 0, traceId: undefined, filter: {} };
}

export function rememberPosition(project: string, change: Partial<ListPosition>): void {
  positions.set(project, { ...recallPosition(project), ...change });
}
