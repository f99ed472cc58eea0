import type { DeleteTracesOptions, TraceStore } from '@outcrop/trace-store';
import type { TraceChanges } from '../live/trace-changes.ts';

/** Returns how many there were; whoever watches the project is told. */
export type DeleteTraces = (options: DeleteTracesOptions) => Promise<number>;

export interface TraceDeleterOptions {
  traceStore: Pick<TraceStore, 'deleteTraces'>;
  changes: Pick<TraceChanges, 'publishDeletion'>;
}

export function createTraceDeleter({ traceStore, changes }: TraceDeleterOptions): DeleteTraces {
  return async (options) => {
    const count = await traceStore.deleteTraces(options);
    const { project, traceId = null } = options;
    if (count > 0) changes.publishDeletion({ project, trace_id: traceId });
    return count;
  };
}
