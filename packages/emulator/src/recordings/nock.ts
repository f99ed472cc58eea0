import { asArray, asNumber, asObject, asString, asStrings, isJsonObject } from '../json.ts';
import { buildExchange } from './build-exchange.ts';
import type { RecordingFormat } from './recording-file.ts';

/** nock's fixtures: a list of calls, binary bodies in hex (one string, or a piece for each chunk). */
export const nock: RecordingFormat = {
  name: 'nock',
  isMatch: ({ json }) =>
    Array.isArray(json) && json.length > 0 && json.every((call) => isJsonObject(call) && 'scope' in call),
  parse: (file) =>
    asArray(file.json)
      .map(asObject)
      .map((call) =>
        buildExchange({
          file: file.path,
          method: asString(call.method),
          url: asString(call.path),
          requestBody: toBytes(call.body),
          status: asNumber(call.status) ?? 200,
          headers: readRawHeaders(asStrings(call.rawHeaders)),
          body: call.responseIsBinary === true ? readHex(call.response) : toBytes(call.response),
        }),
      ),
};

function toBytes(body: unknown): Uint8Array {
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
}

function readHex(body: unknown): Uint8Array {
  return Buffer.concat(
    (Array.isArray(body) ? body : [body]).map((piece) => Buffer.from(asString(piece), 'hex')),
  );
}

/** Node's alternating list of names and values. */
function readRawHeaders(rawHeaders: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers[rawHeaders[index] ?? ''] = rawHeaders[index + 1] ?? '';
  }
  return headers;
}
