import { formatExactTime, formatRelativeTime } from '../lib/format-time.ts';

interface TimeAgoProps {
  /** Microseconds since the Unix epoch. */
  time: number;
  nowMs: number;
}

/** Relative, exact on hover. */
export function TimeAgo({ time, nowMs }: TimeAgoProps) {
  const timeMs = time / 1000;
  return (
    <time dateTime={new Date(timeMs).toISOString()} title={formatExactTime(timeMs)}>
      {formatRelativeTime(timeMs, nowMs)}
    </time>
  );
}
