import { parse } from 'yaml';

import { buildExchange } from './build-exchange.ts';
import type { RecordingFormat } from './recording-file.ts';

type YamlMap = Map<unknown, unknown>;

/** vcrpy's cassettes: a list of `interactions`, or `requests` and `responses` side by side. */
export const vcrYaml: RecordingFormat = {
  name: 'vcr-yaml',
  isMatch: ({ text }) =>
    /^(?:interactions|requests):$/mu.test(text) && /^responses:$|^\s+response:$/mu.test(text),
  parse: (file) =>
    pairUp(parseYaml(file.text)).map(({ request, response }) =>
      buildExchange({
        file: file.path,
        method: String(request.get('method')),
        url: String(request.get('uri')),
        requestBody: readBody(request.get('body')),
        status: Number(asMap(response.get('status')).get('code')),
        headers: readHeaders(asMap(response.get('headers'))),
        body: readBody(asMap(response.get('body')).get('string')),
      }),
    ),
};

function parseYaml(text: string): YamlMap {
  // Python's own tags are not known to anybody else; what they hold reads well without them.
  return asMap(parse(text, { mapAsMap: true, customTags: ['binary'], logLevel: 'error' }));
}

function pairUp(cassette: YamlMap): { request: YamlMap; response: YamlMap }[] {
  const interactions = cassette.get('interactions');
  if (Array.isArray(interactions)) {
    return interactions
      .map(asMap)
      .map((pair) => ({ request: asMap(pair.get('request')), response: asMap(pair.get('response')) }));
  }
  const responses = asList(cassette.get('responses'));
  return asList(cassette.get('requests')).map((request, index) => ({
    request: asMap(request),
    response: asMap(responses[index]),
  }));
}

function readBody(body: unknown): Uint8Array {
  return body instanceof Uint8Array ? body : Buffer.from(typeof body === 'string' ? body : '');
}

/** Names may be YAML lists of one, values lists or strings. */
function readHeaders(headers: YamlMap): Record<string, string> {
  return Object.fromEntries(
    [...headers].map(([name, value]) => [asList(name).join(''), asList(value).join(', ')]),
  );
}

function asMap(value: unknown): YamlMap {
  return value instanceof Map ? value : new Map();
}

function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [value];
}
