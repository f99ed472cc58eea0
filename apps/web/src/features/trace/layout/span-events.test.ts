import { expect, it } from 'vitest';

import { buildSpan } from '../../../../test/support/build-span.ts';
import { countRetries, readRetry } from './span-events.ts';

const attributes = {
  attempt: 1,
  error_type: 'ThrottlingException',
  error_message: 'Too many requests',
  status: 429,
  delay_ms: 212.5,
};

it('reads why an attempt failed and how long the next one waited', () => {
  expect(readRetry({ name: 'retry', time: 1, attributes })).toEqual({
    attempt: 1,
    errorType: 'ThrottlingException',
    message: 'Too many requests',
    status: 429,
    delayMs: 212.5,
    place: undefined,
  });
});

it.each([
  [{ provider_name: 'production', region: 'us-east-1' }, 'production (us-east-1)'],
  [{ provider_name: 'production' }, 'production'],
  [{ region: 'us-east-1' }, undefined],
])('says of %j where it was made: %s', (where, place) => {
  expect(readRetry({ name: 'retry', time: 1, attributes: where })?.place).toBe(place);
});

it('reads a retry that says nothing, and no other event', () => {
  expect(readRetry({ name: 'retry', time: 1, attributes: { status: '429' } })).toMatchObject({
    errorType: 'an error',
    status: undefined,
  });
  expect(readRetry({ name: 'cache.miss', time: 1, attributes })).toBeUndefined();
});

it('counts the retries among the events', () => {
  const other = { name: 'cache.miss', time: 1, attributes: {} };
  const retry = { name: 'retry', time: 2, attributes };
  expect(countRetries(buildSpan({ events: [other, retry, retry] }))).toBe(2);
});
