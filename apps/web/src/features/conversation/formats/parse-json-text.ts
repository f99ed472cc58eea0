import type { JsonValue } from '../../../lib/json-value.ts';

/** What a string of JSON says; anything else as it is. */
export function parseJsonText(value: JsonValue): JsonValue {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as JsonValue;
  } catch {
    return value;
  }
}
