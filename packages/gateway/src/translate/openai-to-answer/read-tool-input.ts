import type { JsonValue } from '@outcrop/protocol';

/** The arguments of a call. What is no JSON stays what the model wrote. */
export function readToolInput(json: string): JsonValue {
  if (json.trim() === '') return {};
  try {
    return JSON.parse(json) as JsonValue;
  } catch {
    return { value: json };
  }
}
