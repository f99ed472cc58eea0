import { expect, test } from 'vitest';
import { AttemptCounter, callKeyOf, readAttempt } from './attempt-counter.ts';
import type { WireRequest } from './http/wire-request.ts';

function makeRequest(headers: Record<string, string>, body = '{}'): WireRequest {
  return {
    method: 'POST',
    path: '/model/m/invoke',
    query: '',
    headers,
    body: Buffer.from(body),
    httpVersion: '1.1',
  };
}

test.each([
  [{ 'x-stainless-retry-count': '0', 'user-agent': 'AnthropicBedrock/JS 1.12.0' }, 1],
  [{ 'x-stainless-retry-count': '0', 'user-agent': 'OpenAI/JS 5.0.0' }, 1],
  [{ 'x-stainless-retry-count': '2', 'user-agent': 'AnthropicBedrock/JS 0.134.0' }, 3],
  [{ 'x-stainless-retry-count': '0', 'user-agent': 'AnthropicBedrock/JS 0.99.0' }, undefined],
  [{ 'x-stainless-retry-count': 'many' }, undefined],
  [{}, undefined],
])('%o is attempt %s', (headers, attempt) => {
  expect(readAttempt(makeRequest(headers))).toBe(attempt);
});

test('equal requests without a count are attempts of one call', () => {
  const attempts = new AttemptCounter();
  const bodies = ['{}', '{}', '{"other":1}', '{}'];
  expect(bodies.map((body) => attempts.next(callKeyOf(makeRequest({}, body))))).toEqual([1, 2, 1, 3]);
});
