/** Maps microseconds since the Unix epoch to fractions of the waterfall's width. */
export interface TimeScale {
  /** What the axis counts from. */
  origin: number;
  start: number;
  /** Microseconds, at least 1. */
  length: number;
}

/** A part of the time that a trace took, microseconds since the Unix epoch. */
export interface TimeWindow {
  start: number;
  end: number;
}

export interface BarPlace {
  /** Fractions of the width, 0 to 1. */
  left: number;
  width: number;
  /** The bar is not in the scale's time but before or after it. */
  outside?: 'before' | 'after';
}

const niceSteps = [1, 2, 5];

/** The whole of a trace, or the window of it that is looked at. */
export function buildTimeScale(start: number, end: number, window?: TimeWindow): TimeScale {
  const from = window?.start ?? start;
  return { origin: start, start: from, length: Math.max(1, (window?.end ?? end) - from) };
}

const windowMargin = 0.05;

/** A window around a span, with a little of what is before and after it. */
export function buildWindow(start: number, end: number): TimeWindow {
  const margin = Math.max(1, (end - start) * windowMargin);
  return { start: start - margin, end: end + margin };
}

function clampFraction(fraction: number): number {
  return Math.min(1, Math.max(0, fraction));
}

export function placeBar(scale: TimeScale, start: number, end: number): BarPlace {
  const left = clampFraction((start - scale.start) / scale.length);
  const right = clampFraction((end - scale.start) / scale.length);
  const place = { left, width: Math.max(0, right - left) };
  if (end < scale.start) return { ...place, outside: 'before' };
  return start > scale.start + scale.length ? { ...place, outside: 'after' } : place;
}

/** Round times for the axis, in milliseconds from the origin: at most `most` of them besides the first. */
export function listTicks(scale: TimeScale, most: number): number[] {
  const lengthMs = scale.length / 1000;
  const firstMs = (scale.start - scale.origin) / 1000;
  const magnitude = 10 ** Math.floor(Math.log10(lengthMs / most));
  const step =
    niceSteps.map((nice) => nice * magnitude).find((size) => lengthMs / size <= most) ?? 10 * magnitude;
  const ticks: number[] = [];
  for (let count = Math.ceil(firstMs / step); count * step <= firstMs + lengthMs; count += 1) {
    ticks.push(count * step);
  }
  return ticks;
}

/** Where a tick stands, as a fraction of the width. */
export function placeTick(scale: TimeScale, tickMs: number): number {
  return (tickMs * 1000 + scale.origin - scale.start) / scale.length;
}
