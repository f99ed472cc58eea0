// Bedrock's JSON nests a few levels; the bound only keeps a circular value from running forever.
const maxDepth = 64;

/** A copy that shares nothing with the original: plain objects, arrays and bytes. Deeper than 64 levels is dropped. */
export function copyValue(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= maxDepth) return undefined;
  if (value instanceof Uint8Array) return Uint8Array.prototype.slice.call(value);
  if (Array.isArray(value)) return value.map((item) => copyValue(item, depth + 1));
  if (value instanceof Date) return new Date(value);
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    if (key !== '__proto__') copy[key] = copyValue((value as Record<string, unknown>)[key], depth + 1);
  }
  return copy;
}
