import type { JsonValue } from '@outcrop/protocol';
import type { OtlpAttributes } from './otlp-span.ts';

/** While it grows, a list is an object whose keys are its indices. */
interface Branch {
  [part: string]: JsonValue | Branch;
}

/**
 * Takes out the attributes below a prefix as the lists and objects that they were flattened from: `tools.0.name` and
 * `tools.1.name` below `tools` are a list of two objects. Undefined where there is none.
 */
export function takeNested(attributes: OtlpAttributes, prefix: string): JsonValue | undefined {
  const root: Branch = Object.create(null) as Branch;
  let isFound = false;
  for (const [key, value] of attributes) {
    if (!key.startsWith(`${prefix}.`)) continue;
    attributes.delete(key);
    isFound = true;
    place(root, key.slice(prefix.length + 1).split('.'), value);
  }
  return isFound ? grow(root) : undefined;
}

function place(root: Branch, parts: readonly string[], value: JsonValue): void {
  let branch = root;
  for (const part of parts.slice(0, -1)) {
    const below = branch[part];
    branch = isBranch(below) ? below : (branch[part] = Object.create(null) as Branch);
  }
  branch[parts.at(-1) ?? ''] = value;
}

/** Made here, and so without a prototype, in which a value from outside is never. */
function isBranch(value: JsonValue | Branch | undefined): value is Branch {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === null;
}

function grow(value: JsonValue | Branch): JsonValue {
  if (!isBranch(value)) return value;
  const entries = Object.entries(value).map(([part, below]): [string, JsonValue] => [part, grow(below)]);
  // Whole numbers come first and in order, whatever order they were set in.
  if (entries.every(([part]) => /^\d+$/.test(part))) return entries.map(([, item]) => item);
  return Object.fromEntries(entries);
}
