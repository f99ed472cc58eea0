/** Even a store that does not answer must not keep the process past the two seconds people wait, unless they asked for it. */
const closingMs = 900;

/** Ctrl-C and a supervisor's SIGTERM stop cleanly and exit with 0; a second signal ends the process at once. */
export function stopOnSignal(stop: () => Promise<void>, drainMs: number): void {
  let isStopping = false;
  async function handleSignal(): Promise<void> {
    if (isStopping) process.exit(1);
    isStopping = true;
    const timer = setTimeout(() => {
      process.stderr.write(
        '[outcrop] stopping took too long: requests that were not acknowledged are lost\n',
      );
      process.exit(1);
    }, drainMs + closingMs);
    try {
      await stop();
      process.exitCode = 0;
    } catch (error) {
      process.stderr.write(
        `[outcrop] stopping failed: ${error instanceof Error ? error.message : String(error)}\n`,
      );
      process.exitCode = 1;
    }
    clearTimeout(timer);
    process.exit();
  }
  process.on('SIGINT', () => void handleSignal());
  process.on('SIGTERM', () => void handleSignal());
}
