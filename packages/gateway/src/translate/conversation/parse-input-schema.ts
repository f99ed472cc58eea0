import type { JsonObject } from '@outcrop/protocol';
import { parseJsonObject } from './parse-field.ts';

/** A tool's parameters are an object, even where the client says nothing of them. */
export function parseInputSchema(value: unknown, place: string): JsonObject {
  if (value === undefined || value === null) return { type: 'object', properties: {} };
  const schema = parseJsonObject(value, place);
  return schema.type === undefined ? { type: 'object', ...schema } : schema;
}
