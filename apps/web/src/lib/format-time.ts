const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** "0.4 ms", "812 ms", "1.24 s", "12.4 s", "2 m 05 s", "1 h 02 m". */
export function formatDuration(durationMs: number): string {
  const ms = Math.max(0, durationMs);
  if (ms < 10) return `${Number(ms.toFixed(1))} ms`;
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9995) return `${(ms / 1000).toFixed(2)} s`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < hourMs) {
    const seconds = Math.round(ms / 1000);
    return `${Math.floor(seconds / 60)} m ${String(seconds % 60).padStart(2, '0')} s`;
  }
  const minutes = Math.round(ms / minuteMs);
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} m`;
}

const shortDate = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const exact = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  timeZoneName: 'short',
});

/** "now", "12 s ago", "5 min ago", "3 h ago", "2 d ago", then the date. */
export function formatRelativeTime(timeMs: number, nowMs: number): string {
  const age = nowMs - timeMs;
  if (age < 5000) return 'now';
  if (age < minuteMs) return `${Math.floor(age / 1000)} s ago`;
  if (age < hourMs) return `${Math.floor(age / minuteMs)} min ago`;
  if (age < dayMs) return `${Math.floor(age / hourMs)} h ago`;
  if (age < 7 * dayMs) return `${Math.floor(age / dayMs)} d ago`;
  return shortDate.format(timeMs);
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** "15:02:09", in the reader's time zone, as a log has it. */
export function formatClock(timeMs: number): string {
  return clock.format(timeMs);
}

/** Date and time to the millisecond in the reader's time zone. */
export function formatExactTime(timeMs: number): string {
  return exact.format(timeMs);
}
