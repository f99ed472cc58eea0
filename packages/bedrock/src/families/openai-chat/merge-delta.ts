import { isRecord } from '../../read-value.ts';

/** Fields that a chunk repeats rather than continues. */
const repeatedFields = new Set(['role', 'id', 'type', 'name', 'index', 'object', 'model']);

/**
 * Continues `target` with a streamed delta: text is joined, list items are matched by their `index`,
 * objects are merged, and anything else is replaced. Returns whether it brought text.
 */
export function mergeDelta(target: Record<string, unknown>, delta: Record<string, unknown>): boolean {
  let hasText = false;
  for (const [name, value] of Object.entries(delta)) {
    if (mergeField(target, name, value)) hasText = true;
  }
  return hasText;
}

function mergeField(target: Record<string, unknown>, name: string, value: unknown): boolean {
  const known = target[name];
  if (typeof value === 'string' && !repeatedFields.has(name)) {
    target[name] = typeof known === 'string' ? known + value : value;
    return value !== '';
  }
  if (Array.isArray(value)) {
    const items: unknown[] = Array.isArray(known) ? known : [];
    target[name] = items;
    return mergeItems(items, value);
  }
  if (isRecord(value)) {
    const object = isRecord(known) ? known : {};
    target[name] = object;
    return mergeDelta(object, value);
  }
  if (value !== null || !(name in target)) target[name] = value;
  return false;
}

function mergeItems(items: unknown[], pieces: unknown[]): boolean {
  let hasText = false;
  for (const piece of pieces) {
    if (!isRecord(piece)) {
      items.push(piece);
      continue;
    }
    const item = findItem(items, piece.index) ?? {};
    if (!items.includes(item)) items.push(item);
    if (mergeDelta(item, piece)) hasText = true;
  }
  return hasText;
}

function findItem(items: unknown[], index: unknown): Record<string, unknown> | undefined {
  if (typeof index !== 'number') return undefined;
  return items.filter(isRecord).find((item) => item.index === index);
}
