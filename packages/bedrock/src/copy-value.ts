import { isRecord } from './read-value.ts';

const maxDepth = 64;

/** A copy that shares nothing with the original: objects, arrays, bytes, dates. A circular or deeper than 64 levels part is dropped. */
export function copyValue(value: unknown, ancestors: readonly unknown[] = []): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return Uint8Array.prototype.slice.call(value);
  if (value instanceof Date) return new Date(value);
  if (ancestors.length >= maxDepth || ancestors.includes(value)) return undefined;
  const within = [...ancestors, value];
  if (Array.isArray(value)) return value.map((item) => copyValue(item, within));
  return isRecord(value) ? copyProperties(value, within) : undefined;
}

/** A copy of an object as {@link copyValue} makes it. */
export function copyRecord(value: Record<string, unknown>): Record<string, unknown> {
  return copyProperties(value, [value]);
}

function copyProperties(value: Record<string, unknown>, within: readonly unknown[]): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(value)) {
    // Assigned, it would change the copy's prototype.
    if (name !== '__proto__') copy[name] = copyValue(property, within);
  }
  return copy;
}
