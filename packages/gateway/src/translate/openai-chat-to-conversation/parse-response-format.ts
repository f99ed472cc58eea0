import type { OutputFormat } from '../conversation/conversation.ts';
import {
  parseJsonObject,
  parseOptionalString,
  parseRecord,
  parseString,
  parseWord,
} from '../conversation/parse-field.ts';

/** Reads `response_format`; plain text is no format. */
export function parseResponseFormat(value: unknown): OutputFormat | undefined {
  if (value === undefined || value === null) return undefined;
  const format = parseRecord(value, 'response_format');
  const type = parseWord(format.type, ['text', 'json_object', 'json_schema'], 'response_format.type');
  if (type === 'text') return undefined;
  if (type === 'json_object') return { name: 'json' };
  const place = 'response_format.json_schema';
  return parseJsonSchema(parseRecord(format.json_schema, place), place);
}

/** Reads a named schema, which the Responses API has without the object around it. */
export function parseJsonSchema(value: Record<string, unknown>, place: string): OutputFormat {
  return {
    name: parseString(value.name, `${place}.name`),
    description: parseOptionalString(value.description, `${place}.description`),
    schema: parseJsonObject(value.schema ?? {}, `${place}.schema`),
  };
}
