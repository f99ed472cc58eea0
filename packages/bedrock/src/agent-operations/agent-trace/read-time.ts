/** Microseconds since the Unix epoch of a Date, as the AWS SDK gives times, or of ISO text, as the wire does. */
export function readTime(value: unknown): number | undefined {
  const milliseconds =
    value instanceof Date ? value.getTime() : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(milliseconds) ? milliseconds * 1000 : undefined;
}
