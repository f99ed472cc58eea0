import {
  isObject,
  type JsonObject,
  type JsonValue,
  readObjects,
  readString,
} from '../../../lib/json-value.ts';

/** A field that did not reach Bedrock as the client sent it. */
export interface DroppedField {
  field: string;
  reason: string;
  isChanged: boolean;
}

export function listDroppedFields(metadata: JsonObject): DroppedField[] {
  return readObjects(metadata['dropped']).map((notice) => ({
    field: readString(notice['field']) ?? 'a field',
    reason: readString(notice['reason']) ?? '',
    isChanged: notice['kind'] === 'changed',
  }));
}

export interface SentRequest {
  path: string | undefined;
  body: JsonValue;
}

/** The request as Bedrock got it, where the gateway translated it. */
export function readBedrockRequest(metadata: JsonObject): SentRequest | undefined {
  const request = metadata['bedrock_request'];
  if (!isObject(request) || request['body'] === undefined) return undefined;
  return { path: readString(request['path']), body: request['body'] };
}
