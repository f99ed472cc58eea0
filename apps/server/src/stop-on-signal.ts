import type { RunningServer } from './start-server.ts';

/** Even a store that does not answer must not keep the process past the two seconds people wait, unless they asked for it. */
const closingMs = 900;
/** As long as calls of the gateway get onto the disk meanwhile, it goes on. */
const progressMs = 2000;

/** Ctrl-C and a supervisor's SIGTERM stop cleanly and exit with 0; a second signal ends the process at once. */
export function stopOnSignal(
  { stop, countUnrecorded }: Pick<RunningServer, 'stop' | 'countUnrecorded'>,
  drainMs: number,
): void {
  let isStopping = false;
  async function handleSignal(): Promise<void> {
    if (isStopping) process.exit(1);
    isStopping = true;
    const withinMs = drainMs + closingMs;
    const endWatch = watchStopping({ withinMs, countUnrecorded, giveUp: exitAtOnce });
    try {
      await stop();
      process.exitCode = 0;
    } catch (error) {
      process.stderr.write(
        `[outcrop] stopping failed: ${error instanceof Error ? error.message : String(error)}\n`,
      );
      process.exitCode = 1;
    }
    endWatch();
    process.exit();
  }
  process.on('SIGINT', () => void handleSignal());
  process.on('SIGTERM', () => void handleSignal());
}

function exitAtOnce(): void {
  process.stderr.write('[outcrop] stopping took too long: requests that were not acknowledged are lost\n');
  process.exit(1);
}

export interface StoppingWatch {
  /** What stopping may take where nothing has to be recorded. */
  withinMs: number;
  countUnrecorded: () => number;
  giveUp: () => void;
}

/**
 * Gives up when stopping does not get on. Once the last call is recorded there are the stores to be closed, which has its
 * time too. The function returned ends the watch.
 */
export function watchStopping({ withinMs, countUnrecorded, giveUp }: StoppingWatch): () => void {
  let unrecorded = countUnrecorded();
  let timer = setTimeout(() => {
    const count = countUnrecorded();
    if (count > 0) {
      process.stderr.write(
        `[outcrop] recording the last ${count} calls of the gateway; Ctrl-C again stops without them\n`,
      );
      // More than before, where calls that were under way have ended.
      unrecorded = Infinity;
    }
    check();
  }, withinMs);
  function check(): void {
    const before = unrecorded;
    unrecorded = countUnrecorded();
    if (unrecorded >= before) return giveUp();
    timer = setTimeout(check, progressMs);
  }
  return () => clearTimeout(timer);
}
