/** Microseconds since the Unix epoch, monotonic within the process. */
export function nowMicroseconds(): number {
  return Math.round((performance.timeOrigin + performance.now()) * 1000);
}
