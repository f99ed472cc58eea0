import type { JsonValue } from '@outcrop/protocol';
import { parseString } from './parse-field.ts';
import type { TranslationContext } from './translation-context.ts';

/** Reads a tool call's arguments: an empty text is no arguments. What the model itself wrote wrongly must not end the conversation. */
export function parseToolArguments(value: unknown, place: string, context: TranslationContext): JsonValue {
  if (value === undefined || value === null) return {};
  if (typeof value === 'object') return value as JsonValue;
  const text = parseString(value, place);
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    context.change(place, 'is not JSON: it was sent as { "arguments": <the text> }');
    return { arguments: text };
  }
}
