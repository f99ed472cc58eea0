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
    const endWatch = watchStopping(drainMs + closingMs, countUnrecorded);
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

/** Ends the process when stopping does not get on. */
function watchStopping(withinMs: number, countUnrecorded: () => number): () => void {
  let unrecorded = Infinity;
  let timer = setTimeout(check, withinMs);
  function check(): void {
    const before = unrecorded;
    unrecorded = countUnrecorded();
    if (unrecorded === 0 || unrecorded >= before) {
      process.stderr.write(
        '[outcrop] stopping took too long: requests that were not acknowledged are lost\n',
      );
      process.exit(1);
    }
    if (before === Infinity) {
      process.stderr.write(
        `[outcrop] recording the last ${unrecorded} calls of the gateway; Ctrl-C again stops without them\n`,
      );
    }
    timer = setTimeout(check, progressMs);
  }
  return () => clearTimeout(timer);
}
