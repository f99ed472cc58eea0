import type { TraceChange } from '@outcrop/protocol';

type Listener = (change: TraceChange) => void;

export interface TraceChanges {
  publish(change: TraceChange): void;
  /** Tells of each changed trace at most once per `coalesceMs`. Returns how to stop. */
  subscribe(listener: Listener): () => void;
  close(): void;
}

export interface TraceChangesOptions {
  coalesceMs: number;
}

/** Passes on which traces got new spans. A busy trace changes many times a second; who watches wants to know once. */
export function createTraceChanges({ coalesceMs }: TraceChangesOptions): TraceChanges {
  const listeners = new Set<Listener>();
  const pending = new Map<string, TraceChange>();
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    timer = undefined;
    const changes = [...pending.values()];
    pending.clear();
    for (const change of changes) for (const listener of listeners) listener(change);
  }

  return {
    publish(change) {
      if (listeners.size === 0) return;
      pending.set(`${change.project}\0${change.trace_id}`, change);
      timer ??= setTimeout(flush, coalesceMs);
    },
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
