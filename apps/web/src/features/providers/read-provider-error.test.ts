import { expect, it } from 'vitest';

import { readProviderError } from './read-provider-error.ts';

it.each([
  [
    '[outcrop] api_base is at localhost, where no provider is',
    'The API base is at localhost, where no provider is.',
  ],
  [
    'api_base changes where the API key is sent: give auth.api_key again',
    'The API base changes where the API key is sent: give the Bedrock API key again.',
  ],
  ['priority must be >= 0, not other_word', 'Priority must be >= 0, not other_word.'],
])('%j reads %j', (message, words) => {
  expect(readProviderError(new Error(message))).toBe(words);
});
