import type { JsonObject, JsonValue } from '@outcrop/protocol';
import type { OtlpAttributes } from './otlp-span.ts';

/** Removes the first of the keys that is present: what a dialect takes does not end up in the metadata as well. */
export function takeValue(attributes: OtlpAttributes, ...keys: string[]): JsonValue | undefined {
  let found: JsonValue | undefined;
  for (const key of keys) {
    found ??= attributes.get(key) ?? undefined;
    attributes.delete(key);
  }
  return found;
}

export function takeText(attributes: OtlpAttributes, ...keys: string[]): string | undefined {
  const value = takeValue(attributes, ...keys);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A finite number, also when it was written as text. */
export function takeNumber(attributes: OtlpAttributes, ...keys: string[]): number | undefined {
  const value = takeValue(attributes, ...keys);
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** JSON text as what it says; text that is not JSON, and anything else, as it is. */
export function takeJson(attributes: OtlpAttributes, ...keys: string[]): JsonValue | undefined {
  const value = takeValue(attributes, ...keys);
  return typeof value === 'string' ? parseJsonOrText(value) : value;
}

export function parseJsonOrText(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Without the keys whose value is absent. */
export function keepPresent(fields: Readonly<Record<string, JsonValue | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, JsonValue] => entry[1] !== undefined),
  );
}
