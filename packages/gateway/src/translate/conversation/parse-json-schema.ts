import type { OutputFormat } from './conversation.ts';
import { type Fields, parseJsonObject, parseOptionalString, parseString } from './parse-field.ts';

/** Reads OpenAI's named schema. */
export function parseJsonSchema(value: Fields, place: string): OutputFormat {
  return {
    name: parseString(value.name, `${place}.name`),
    description: parseOptionalString(value.description, `${place}.description`),
    schema: parseJsonObject(value.schema ?? {}, `${place}.schema`),
  };
}
