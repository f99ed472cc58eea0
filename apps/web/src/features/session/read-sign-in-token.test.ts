import { expect, it } from 'vitest';

import { readSignInToken } from './read-sign-in-token.ts';

it.each([
  ['#token=a-B_9', 'a-B_9'],
  ['#token=', undefined],
  ['', undefined],
  ['#other=1', undefined],
])('reads the token of %j', (hash, token) => {
  expect(readSignInToken(hash)).toBe(token);
});
