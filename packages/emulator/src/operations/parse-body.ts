import { isJsonObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { ServiceError, invalidRequest } from '../service-error.ts';

/** The body of a REST-JSON operation. Throws Bedrock's SerializationException for what is no JSON object. */
export function parseJsonBody(body: Uint8Array): JsonObject {
  const value = tryParse(body.byteLength === 0 ? '{}' : Buffer.from(body).toString('utf8'));
  if (!isJsonObject(value))
    throw new ServiceError('SerializationException', 'Unable to parse the request body as JSON.');
  return value;
}

/** The body of a model. Throws Bedrock's ValidationException for what is no JSON object. */
export function parseModelBody(body: Uint8Array): JsonObject {
  const value = tryParse(Buffer.from(body).toString('utf8'));
  if (!isJsonObject(value)) {
    throw invalidRequest('Malformed input request, please reformat your input and try again.');
  }
  return value;
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
