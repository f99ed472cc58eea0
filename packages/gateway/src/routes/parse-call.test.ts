import { expect, test } from 'vitest';
import { GatewayError } from '../gateway-error.ts';
import { parseCall } from './parse-call.ts';

const parse = (text: string) => parseCall(Buffer.from(text));

test('reads the model, whether to stream, and fallbacks in the forms that other gateways have', () => {
  expect(
    parse('{"model":"a","stream":true,"models":["a","b","b"],"fallbacks":[{"model":"c"},"d"],"n":1}'),
  ).toEqual({
    body: { model: 'a', stream: true, n: 1 },
    model: 'a',
    isStream: true,
    fallbackModels: ['b', 'c', 'd'],
  });
  expect(parse('{"models":["a","b"]}')).toMatchObject({ model: 'a', fallbackModels: ['b'], isStream: false });
});

test.each([
  ['', 'invalid_json', /empty/],
  ['{', 'invalid_json', /not JSON/],
  ['[]', 'invalid_json', /JSON object/],
  ['{}', 'missing_model', /model: is missing/],
  ['{"model":""}', 'missing_model', /model: is missing/],
  ['{"model":1}', 'invalid_value', /model: must be a string/],
  ['{"model":"a","models":"b"}', 'invalid_value', /models: must be an array/],
  ['{"model":"a","fallbacks":[{}]}', 'invalid_value', /fallbacks\[0\]\.model/],
])('%s is refused', (text, code, message) => {
  expect(() => parse(text)).toThrow(expect.objectContaining({ status: 400, code }) as GatewayError);
  expect(() => parse(text)).toThrow(message);
});
