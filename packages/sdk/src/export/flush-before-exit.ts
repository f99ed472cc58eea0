import { report } from '../report.ts';
import { runtime } from '../tracer/runtime.ts';

/** Sends what is left when the process runs out of work. Installed once a process, whichever copy comes first. */
export function flushBeforeExit(): void {
  if (runtime.isExitHandled || typeof globalThis.process?.on !== 'function') return;
  runtime.isExitHandled = true;
  process.on('beforeExit', () => {
    for (const logger of runtime.loggers) void finish(logger);
  });
}

interface Finishable {
  endOpenSpans(): void;
  flush(): Promise<void>;
  getStatus(): { queued: number };
}

const finished = new WeakSet<Finishable>();

async function finish(logger: Finishable): Promise<void> {
  // What the last flush could not send will not be sent by another one right after it.
  if (finished.has(logger)) return;
  logger.endOpenSpans();
  if (logger.getStatus().queued === 0) return;
  await logger.flush();
  const { queued } = logger.getStatus();
  if (queued === 0) return;
  finished.add(logger);
  report(`the process ends and ${queued} spans could not be sent.`);
}
