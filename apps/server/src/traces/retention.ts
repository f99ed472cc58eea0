import type { TraceStore } from '@outcrop/trace-store';
import type { DeleteTraces } from './trace-deleter.ts';

const dayMs = 86_400_000;
const intervalMs = 3_600_000;

export interface ExpiryOptions {
  traceStore: Pick<TraceStore, 'listProjects'>;
  deleteTraces: DeleteTraces;
  days: number;
  /** Milliseconds since the Unix epoch. */
  now: () => number;
}

/** Deletes the traces of every project that started more than so many days ago. */
export async function deleteExpiredTraces(options: ExpiryOptions): Promise<void> {
  const { traceStore, deleteTraces, days, now } = options;
  const startedBefore = Math.floor(now() - days * dayMs) * 1000;
  for (const { name } of await traceStore.listProjects()) {
    await deleteTraces({ project: name, startedBefore });
  }
}

export interface RetentionOptions extends Omit<ExpiryOptions, 'days'> {
  /** Undefined: traces are kept for ever, and only attachments that nothing refers to go. */
  days: number | undefined;
  sweepAttachments: () => Promise<void>;
  logError: (error: unknown) => void;
}

/** Does it now and every hour; what fails is tried again. The function returned ends it, after what is under way. */
export function startRetention(options: RetentionOptions): () => Promise<void> {
  const { days, sweepAttachments, logError } = options;
  const run = async (): Promise<void> => {
    if (days !== undefined) await deleteExpiredTraces({ ...options, days });
    await sweepAttachments();
  };
  let running = run().catch(logError);
  const timer = setInterval(() => {
    running = running.then(run).catch(logError);
  }, intervalMs).unref();
  return () => {
    clearInterval(timer);
    return running;
  };
}
