import { isRecord } from '../read-value.ts';

/** Stands for a vector whose numbers are not kept. */
export interface VectorSummary {
  dimensions: number;
  /** Euclidean length, to four digits: 1 where the model normalises. */
  norm: number;
}

const maxDepth = 8;

/** A copy in which every list of numbers is a {@link VectorSummary}: 1,024 numbers say nothing to a reader. */
export function summarizeVectors(value: unknown, depth = 0): unknown {
  if (depth > maxDepth) return value;
  if (Array.isArray(value)) {
    return isVector(value) ? summarize(value) : value.map((item) => summarizeVectors(item, depth + 1));
  }
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, summarizeVectors(item, depth + 1)]),
  );
}

function isVector(list: unknown[]): list is number[] {
  return list.length > 0 && list.every((item) => typeof item === 'number');
}

function summarize(vector: number[]): VectorSummary {
  let squares = 0;
  for (const number of vector) squares += number * number;
  return { dimensions: vector.length, norm: Number(Math.sqrt(squares).toPrecision(4)) };
}
