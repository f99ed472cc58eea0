import type { Span } from '@outcrop/protocol';
import type { TraceStore } from '@outcrop/trace-store';
import type { TraceChanges } from '../live/trace-changes.ts';

/** Resolves once the spans are durable; then whoever watches their traces is told. */
export type WriteSpans = (spans: readonly Span[]) => Promise<void>;

export function createSpanWriter(traceStore: TraceStore, changes: TraceChanges): WriteSpans {
  return async function writeSpans(spans) {
    if (spans.length === 0) return;
    await traceStore.writeSpans(spans);
    for (const { project, trace_id } of spans) changes.publish({ project, trace_id });
  };
}
