import type { JsonObject, JsonValue } from '@outcrop/protocol';

/**
 * A copy of a JSON schema whose objects allow no other properties unless they say so: constrained decoding on Bedrock takes
 * only such schemas. https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html
 */
export function closeSchema(schema: JsonObject): JsonObject {
  const closed: JsonObject = {};
  for (const [name, value] of Object.entries(schema)) closed[name] = closeValue(value);
  if (schema.type === 'object' && schema.additionalProperties === undefined)
    closed.additionalProperties = false;
  return closed;
}

function closeValue(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(closeValue);
  return typeof value === 'object' && value !== null ? closeSchema(value) : value;
}
