import type { Span } from '@outcrop/protocol';
import type { TraceStore } from '@outcrop/trace-store';
import type { TraceChanges } from '../live/trace-changes.ts';

/** Resolves once the spans are durable; then whoever watches their traces is told. */
export type WriteSpans = (spans: readonly Span[]) => Promise<void>;

/** Takes the spans at once; what it returns does what WriteSpans does, and may be called again when it fails. */
export type PrepareSpans = (spans: readonly Span[]) => () => Promise<void>;

export interface SpanWriter {
  writeSpans: WriteSpans;
  prepareSpans: PrepareSpans;
}

/** Those who wait for the acknowledgement of their spans do not wait for these. */
const withinMs = 200;

export function createSpanWriter(traceStore: TraceStore, changes: TraceChanges): SpanWriter {
  const publish = (traces: readonly ChangedTrace[]): void => {
    for (const { project, trace_id } of traces) changes.publish({ project, trace_id });
  };
  return {
    async writeSpans(spans) {
      if (spans.length === 0) return;
      await traceStore.writeSpans(spans);
      publish(spans);
    },
    prepareSpans(spans) {
      const traces = spans.map(({ project, trace_id }) => ({ project, trace_id }));
      const write = traceStore.prepareSpans(spans, { withinMs });
      return async () => {
        await write();
        publish(traces);
      };
    },
  };
}

type ChangedTrace = Pick<Span, 'project' | 'trace_id'>;
