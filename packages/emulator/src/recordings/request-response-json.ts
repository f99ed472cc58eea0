import { asNumber, asObject, asString, isJsonObject } from '../json.ts';
import { buildExchange } from './build-exchange.ts';
import type { RecordingFormat } from './recording-file.ts';

/** `{ request, response }` with string bodies, binary ones after `base64:`, as the ddapm test agent writes. */
export const requestResponseJson: RecordingFormat = {
  name: 'request-response-json',
  isMatch: ({ json }) => isJsonObject(json) && isJsonObject(json.request) && isJsonObject(json.response),
  parse(file) {
    const request = asObject(asObject(file.json).request);
    const response = asObject(asObject(file.json).response);
    return [
      buildExchange({
        file: file.path,
        method: asString(request.method),
        url: asString(request.url),
        requestBody: readBody(request.body),
        status: asNumber(asObject(response.status).code) ?? asNumber(response.status) ?? 200,
        headers: readHeaders(response.headers),
        body: readBody(response.body),
      }),
    ];
  },
};

const base64Mark = 'base64:';

function readBody(body: unknown): Uint8Array {
  if (typeof body !== 'string') return Buffer.from(JSON.stringify(body ?? {}));
  if (body.startsWith(base64Mark)) return Buffer.from(body.slice(base64Mark.length), 'base64');
  return Buffer.from(body);
}

function readHeaders(headers: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(asObject(headers)).map(([name, value]) => [name, String(value)]));
}
