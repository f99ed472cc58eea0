import type { TraceList, TraceSummary } from '@outcrop/protocol';
import type { InfiniteData } from '@tanstack/react-query';

export type TracePages = InfiniteData<TraceList>;

function byNewest(left: TraceSummary, right: TraceSummary): number {
  return right.start_time - left.start_time || (left.trace_id < right.trace_id ? 1 : -1);
}

/** Puts a fresh first page into what is loaded: known traces are renewed where they stand, new ones come first. */
export function mergeFirstPage(loaded: TracePages, fresh: TraceList): TracePages {
  const freshById = new Map(fresh.traces.map((trace) => [trace.trace_id, trace]));
  const pages = loaded.pages.map((page) => ({
    ...page,
    traces: page.traces.map((trace) => {
      const renewed = freshById.get(trace.trace_id);
      freshById.delete(trace.trace_id);
      return renewed ?? trace;
    }),
  }));
  const first = pages[0];
  if (first) first.traces = [...freshById.values(), ...first.traces].sort(byNewest);
  return { ...loaded, pages };
}

/** Whether any of the changed traces is loaded but was not in the fresh first page: then the rest must be asked anew. */
export function hasChangedBeyond(
  loaded: TracePages,
  fresh: TraceList,
  changedIds: ReadonlySet<string>,
): boolean {
  const freshIds = new Set(fresh.traces.map((trace) => trace.trace_id));
  return loaded.pages.some((page) =>
    page.traces.some(({ trace_id: id }) => changedIds.has(id) && !freshIds.has(id)),
  );
}

/** The traces of a fresh first page that were not loaded before. */
export function listNewIds(loaded: TracePages, fresh: TraceList): Set<string> {
  const known = new Set(loaded.pages.flatMap((page) => page.traces.map((trace) => trace.trace_id)));
  return new Set(fresh.traces.map((trace) => trace.trace_id).filter((id) => !known.has(id)));
}
