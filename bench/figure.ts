/** One measured number, beside what it should be and what others reach. */
export interface Figure {
  value: number;
  unit: string;
  /** The most it may be, or the least when `isHigherBetter`. */
  target?: number;
  isHigherBetter?: boolean;
  /** What it says, in a few words, for the page. */
  label?: string;
  peers?: Record<string, number>;
}

export type Figures = Record<string, Figure>;

/** The middle value; of an even count the mean of the two in the middle. */
export function findMedian(values: readonly number[]): number {
  const sorted = [...values].sort((first, second) => first - second);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
