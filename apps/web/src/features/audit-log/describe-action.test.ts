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
  ['api_base', null, 'none'],
  ['project', null, 'every project'],
  ['is_enabled', true, 'yes'],
  ['is_enabled', false, 'no'],
  ['priority', 3, '3'],
  ['region', 'eu-central-1', 'eu-central-1'],
])('%s %j reads %j', (name, value, words) => {
  expect(describeDetail(name, value)).toBe(words);
});
