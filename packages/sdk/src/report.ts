const reported = new Set<string>();

/** One visible line on stderr. Never throws. */
export function report(message: string): void {
  try {
    console.error(`[outcrop] ${message}`);
  } catch {
    // A closed stderr must not reach the user's code.
  }
}

/** Says the same thing only once a process. */
export function reportOnce(message: string): void {
  if (reported.has(message)) return;
  reported.add(message);
  report(message);
}

/** What may be said of an error that the app's own values gave: its message may quote them. */
export function nameKind(error: unknown): string {
  return error instanceof Error ? error.constructor.name : typeof error;
}
