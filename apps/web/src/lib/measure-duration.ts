interface Timed {
  /** Microseconds. */
  start_time: number;
  end_time: number | null;
}

/** Milliseconds that the span took, or has been running for. */
export function measureDurationMs(timed: Timed, nowMs: number): number {
  return Math.max(0, (timed.end_time ?? nowMs * 1000) - timed.start_time) / 1000;
}
