import { GatewayError } from '../gateway-error.ts';
import {
  type Fields,
  isRecord,
  parseArray,
  parseRecord,
  parseString,
  refuse,
} from '../translate/conversation/parse-field.ts';

/** A client's request, read as far as every endpoint reads it. */
export interface ParsedCall {
  /** Without what is for the gateway alone. */
  body: Fields;
  model: string;
  isStream: boolean;
  /** Models to try when `model` cannot answer, best first. */
  fallbackModels: string[];
}

/** Reads the body of a call to a model. Throws a 400 that says what is wrong with it. */
export function parseCall(bytes: Uint8Array): ParsedCall {
  const { models, fallbacks, ...body } = parseJsonBody(bytes);
  const others = [...parseModels(models, 'models'), ...parseModels(fallbacks, 'fallbacks')];
  const model =
    body.model === undefined || body.model === null ? others.shift() : parseString(body.model, 'model');
  if (model === undefined || model === '') refuse('model', 'is missing: name a model', 'missing_model');
  body.model = model;
  return {
    body,
    model,
    isStream: body.stream === true,
    fallbackModels: others.filter((other, index) => other !== model && others.indexOf(other) === index),
  };
}

function parseJsonBody(bytes: Uint8Array): Fields {
  if (bytes.length === 0) throw describeBody('is empty: send JSON');
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let body: unknown;
  try {
    body = JSON.parse(buffer.toString());
  } catch (cause) {
    const reason = cause instanceof Error ? ` (${cause.message})` : '';
    throw describeBody(`is not JSON${reason}`, cause);
  }
  if (!isRecord(body)) throw describeBody('must be a JSON object');
  return body;
}

function describeBody(problem: string, cause?: unknown): GatewayError {
  return new GatewayError(`The body ${problem}.`, { status: 400, code: 'invalid_json', cause });
}

/** OpenRouter's `models` are names, LiteLLM's `fallbacks` names or objects with one. */
function parseModels(value: unknown, place: string): string[] {
  if (value === undefined || value === null) return [];
  return parseArray(value, place).map((item, index) => {
    if (typeof item === 'string') return item;
    const at = `${place}[${index}]`;
    return parseString(parseRecord(item, at).model, `${at}.model`);
  });
}
