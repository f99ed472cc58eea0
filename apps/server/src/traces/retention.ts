import type { TraceStore } from '@outcrop/trace-store';

const dayMs = 86_400_000;
const intervalMs = 3_600_000;

export interface RetentionOptions {
  traceStore: Pick<TraceStore, 'listProjects' | 'deleteTraces'>;
  days: number;
  /** Milliseconds since the Unix epoch. */
  now: () => number;
  logError: (error: unknown) => void;
}

/** Deletes the traces of every project that started more than so many days ago. */
export async function deleteExpiredTraces({ traceStore, days, now }: RetentionOptions): Promise<void> {
  const startedBefore = Math.floor(now() - days * dayMs) * 1000;
  for (const { name } of await traceStore.listProjects()) {
    await traceStore.deleteTraces({ project: name, startedBefore });
  }
}

/** Does it now and every hour; what fails is tried again. The function returned ends it, after what is under way. */
export function startRetention(options: RetentionOptions): () => Promise<void> {
  const run = (): Promise<void> => deleteExpiredTraces(options).catch(options.logError);
  let running = run();
  const timer = setInterval(() => {
    running = running.then(run);
  }, intervalMs).unref();
  return () => {
    clearInterval(timer);
    return running;
  };
}
