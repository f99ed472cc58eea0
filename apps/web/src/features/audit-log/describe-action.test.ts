import { expect, it } from 'vitest';

import { describeAction, describeDetail } from './describe-action.ts';

it.each([
  ['provider.created', 'created provider'],
  ['provider.secret_replaced', 'replaced the secret of provider'],
  ['api_key.revoked', 'revoked api key'],
  ['model.deleted', 'deleted model'],
  ['signed_in', 'signed in'],
])('%j reads %j', (action, words) => {
  expect(describeAction(action)).toBe(words);
});

it.each([
  [null, 'none'],
  [true, 'yes'],
  [false, 'no'],
  [3, '3'],
  ['eu-central-1', 'eu-central-1'],
])('%j reads %j', (value, words) => {
  expect(describeDetail(value)).toBe(words);
});
