import { parseJsonSchema } from '../conversation/parse-json-schema.ts';
import type { OutputFormat } from '../conversation/conversation.ts';
import { parseRecord, parseWord } from '../conversation/parse-field.ts';

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
