import { createHash } from 'node:crypto';

/** A unit vector drawn from the text: equal texts give equal vectors. */
export function embedText(text: string, dimensions: number): number[] {
  const values = Array.from({ length: dimensions }, () => 0);
  for (let offset = 0; offset < dimensions; offset += 8) {
    const digest = createHash('sha256').update(`${offset}\0${text}`).digest();
    for (let index = 0; index < 8 && offset + index < dimensions; index += 1) {
      values[offset + index] = digest.readInt32BE(index * 4) / 2 ** 31;
    }
  }
  const length = Math.hypot(...values) || 1;
  return values.map((value) => Number((value / length).toFixed(8)));
}
