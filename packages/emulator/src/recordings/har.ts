import { asArray, asNumber, asObject, asString } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { buildExchange } from './build-exchange.ts';
import type { RecordingFormat } from './recording-file.ts';

/** HTTP Archive 1.2, as browsers, Polly.js and proxies write it. */
export const har: RecordingFormat = {
  name: 'har',
  isMatch: (file) => Array.isArray(asObject(asObject(file.json).log).entries),
  parse: (file) =>
    asArray(asObject(asObject(file.json).log).entries)
      .map(asObject)
      .map((entry) => {
        const request = asObject(entry.request);
        const response = asObject(entry.response);
        return buildExchange({
          file: file.path,
          method: asString(request.method),
          url: asString(request.url),
          requestBody: Buffer.from(asString(asObject(request.postData).text)),
          status: asNumber(response.status) ?? 200,
          headers: readHeaders(response.headers),
          body: readContent(asObject(response.content)),
        });
      }),
};

function readHeaders(headers: unknown): Record<string, string> {
  return Object.fromEntries(
    asArray(headers)
      .map(asObject)
      .map((header) => [asString(header.name), asString(header.value)]),
  );
}

function readContent(content: JsonObject): Uint8Array {
  const text = asString(content.text);
  if (content.encoding === 'base64') return Buffer.from(text, 'base64');
  // Polly.js writes binary bodies as hex without saying so.
  const isHex = asString(content.mimeType).includes('eventstream') && /^(?:[0-9a-f]{2})+$/iu.test(text);
  return Buffer.from(text, isHex ? 'hex' : 'utf8');
}
