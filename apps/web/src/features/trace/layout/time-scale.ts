/** Maps microseconds since the Unix epoch to fractions of the waterfall's width. */
export interface TimeScale {
  start: number;
  /** Microseconds, at least 1. */
  length: number;
}

export interface BarPlace {
  /** Fractions of the width, 0 to 1. */
  left: number;
  width: number;
}

const niceSteps = [1, 2, 5];

export function buildTimeScale(start: number, end: number): TimeScale {
  return { start, length: Math.max(1, end - start) };
}

function clampFraction(fraction: number): number {
  return Math.min(1, Math.max(0, fraction));
}

export function placeBar(scale: TimeScale, start: number, end: number): BarPlace {
  const left = clampFraction((start - scale.start) / scale.length);
  const right = clampFraction((end - scale.start) / scale.length);
  return { left, width: Math.max(0, right - left) };
}

/** Round times for the axis, in milliseconds from the start: at most `most` of them besides zero. */
export function listTicks(scale: TimeScale, most: number): number[] {
  const lengthMs = scale.length / 1000;
  const magnitude = 10 ** Math.floor(Math.log10(lengthMs / most));
  const step =
    niceSteps.map((nice) => nice * magnitude).find((size) => lengthMs / size <= most) ?? 10 * magnitude;
  const ticks: number[] = [];
  for (let count = 0; count * step <= lengthMs; count += 1) ticks.push(count * step);
  return ticks;
}
