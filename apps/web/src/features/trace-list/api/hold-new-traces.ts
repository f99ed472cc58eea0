import type { TraceSummary } from '@outcrop/protocol';

export interface HeldTraces {
  shown: readonly TraceSummary[];
  heldCount: number;
}

/** Keeps back what started after `heldAfter` (microseconds), so that rows do not move under a reader who scrolled. */
export function holdNewTraces(traces: readonly TraceSummary[], heldAfter: number | null): HeldTraces {
  if (heldAfter === null) return { shown: traces, heldCount: 0 };
  const shown = traces.filter((trace) => trace.start_time <= heldAfter);
  return { shown, heldCount: traces.length - shown.length };
}
