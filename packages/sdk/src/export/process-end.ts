import { runtime } from '../tracer/runtime.ts';

/** Whatever holds spans that the end of the process would lose. */
export interface Flushable {
  /** Longest that an end which cannot wait, such as `process.exit()`, may be held up, in milliseconds. */
  readonly exitTimeoutMs: number;
  flush(): Promise<void>;
  getStatus(): { queued: number };
  endOpenSpans(): void;
  finishAtOnce(timeoutMs: number): void;
}

/** Those whose last flush failed: another one right after it would fail as well. */
const flushed = new WeakSet<Flushable>();

/** Sees to it that the end of the process, whichever it is, sends what is left. */
export function finishAtProcessEnd(flushable: Flushable): void {
  runtime.flushables.add(flushable);
  // Once a process, whichever copy of this package comes first.
  if (runtime.isExitHandled || typeof globalThis.process?.on !== 'function') return;
  runtime.isExitHandled = true;
  process.on('beforeExit', () => {
    for (const each of runtime.flushables) void flushBeforeExit(each);
  });
  process.on('exit', finishAll);
}

/** Sends what is left while the process waits, for at most the longest `exitTimeoutMs`. Never throws. */
export function finishAll(): void {
  const startedAt = performance.now();
  for (const flushable of runtime.flushables) {
    const leftMs = flushable.exitTimeoutMs - (performance.now() - startedAt);
    try {
      flushable.endOpenSpans();
      flushable.finishAtOnce(flushed.has(flushable) ? 0 : Math.max(leftMs, 0));
    } catch {
      // The process is ending for reasons of its own, and these must be all that is seen.
    }
  }
}

async function flushBeforeExit(flushable: Flushable): Promise<void> {
  if (flushed.has(flushable)) return;
  flushable.endOpenSpans();
  if (flushable.getStatus().queued === 0) return;
  await flushable.flush();
  if (flushable.getStatus().queued > 0) flushed.add(flushable);
}
