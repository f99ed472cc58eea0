/** A lazy look at the clock between two readings must not move it. */
const toleratedMs = 100;

/** Node loads `performance` when it is first asked, for a millisecond: not while this package is imported. */
let lastOriginMs: number | undefined;

/**
 * What the wall clock showed, in milliseconds since the Unix epoch, when `performance.now()` was zero. It moves while the
 * process lives: `performance.now()` stands still in a sleeping machine or a frozen Lambda, and does not notice when
 * the wall clock is set.
 */
export function findClockOriginMs(nowMs: number): number {
  lastOriginMs ??= performance.timeOrigin;
  const originMs = Date.now() - nowMs;
  if (Math.abs(originMs - lastOriginMs) > toleratedMs) lastOriginMs = originMs;
  return lastOriginMs;
}

/** Microseconds since the Unix epoch, monotonic for one origin. `nowMs` is on the clock of `performance.now()`. */
export function readMicroseconds(originMs: number, nowMs: number): number {
  return Math.round((originMs + nowMs) * 1000);
}
