import type { TraceChange, TraceDeletion } from '@outcrop/protocol';

/** What the live stream tells, by the name of its event. */
export type TraceEvent =
  { name: 'trace-changed'; data: TraceChange } | { name: 'traces-deleted'; data: TraceDeletion };

type Listener = (event: TraceEvent) => void;

export interface TraceChanges {
  publish(change: TraceChange): void;
  publishDeletion(deletion: TraceDeletion): void;
  /** Tells of each trace at most once per `coalesceMs`. Returns how to stop. */
  subscribe(listener: Listener): () => void;
  close(): void;
}

export interface TraceChangesOptions {
  coalesceMs: number;
}

/** Passes on which traces got new spans or went. A busy trace changes many times a second; who watches wants to know once. */
export function createTraceChanges({ coalesceMs }: TraceChangesOptions): TraceChanges {
  const listeners = new Set<Listener>();
  const pending = new Map<string, TraceEvent>();
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    timer = undefined;
    const events = [...pending.values()];
    pending.clear();
    for (const event of events) for (const listener of listeners) listener(event);
  }

  function note(event: TraceEvent): void {
    if (listeners.size === 0) return;
    const key = `${event.name}\0${event.data.project}\0${event.data.trace_id}`;
    // Told in the order of the last of each: a trace may begin anew once it was deleted.
    pending.delete(key);
    pending.set(key, event);
    timer ??= setTimeout(flush, coalesceMs);
  }

  return {
    publish: (data) => note({ name: 'trace-changed', data }),
    publishDeletion: (data) => note({ name: 'traces-deleted', data }),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      clearTimeout(timer);
      pending.clear();
      listeners.clear();
    },
  };
}
