import { isRecord, readNumber } from '../../read-value.ts';

/** Fields that a chunk repeats rather than continues. */
const repeatedFields = new Set(['role', 'id', 'type', 'name', 'index', 'object', 'model']);

/**
 * Continues `target` with a streamed delta: text is joined, list items are matched by their `index`,
 * objects are merged, and anything else is replaced. Returns whether it brought text.
 */
export function mergeDelta(target: Record<string, unknown>, delta: Record<string, unknown>): boolean {
  let hasText = false;
  for (const [name, value] of Object.entries(delta)) {
    const known = target[name];
    if (typeof value === 'string' && !repeatedFields.has(name)) {
      target[name] = typeof known === 'string' ? known + value : value;
      if (value !== '') hasText = true;
    } else if (Array.isArray(value)) {
      const items = Array.isArray(known) ? known : (target[name] = []);
      if (mergeItems(items as unknown[], value)) hasText = true;
    } else if (isRecord(value)) {
      const object = isRecord(known) ? known : (target[name] = {});
      if (mergeDelta(object as Record<string, unknown>, value)) hasText = true;
    } else if (value !== null || !(name in target)) target[name] = value;
  }
  return hasText;
}

function mergeItems(items: unknown[], pieces: unknown[]): boolean {
  let hasText = false;
  for (const piece of pieces) {
    const index = isRecord(piece) ? readNumber(piece.index) : undefined;
    const known =
      index === undefined ? undefined : items.find((item) => isRecord(item) && item.index === index);
    if (!isRecord(piece)) items.push(piece);
    else if (isRecord(known)) hasText = mergeDelta(known, piece) || hasText;
    else {
      const item = {};
      items.push(item);
      hasText = mergeDelta(item, piece) || hasText;
    }
  }
  return hasText;
}
