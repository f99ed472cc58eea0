import type { ProviderSummary } from '@outcrop/protocol';
import { describe, expect, it } from 'vitest';

import { buildDraft, buildProviderInput, emptyDraft, findDraftProblems } from './provider-draft.ts';

const provider: ProviderSummary = {
  id: 'p1',
  type: 'bedrock',
  name: 'Production',
  project: 'checkout',
  region: 'eu-central-1',
  api_base: 'https://vpce.example.com/bedrock',
  http_version: '2',
  include_default_models: false,
  priority: 3,
  weight: 20,
  is_enabled: false,
  header_names: ['x-team'],
  auth: { type: 'iam_credentials', access_key_id: 'AKIA1', has_session_token: true },
  problem: null,
  created_at: 1,
  updated_at: 2,
};

describe('buildProviderInput', () => {
  it('sends everything of a new provider, trimmed', () => {
    const draft = {
      ...emptyDraft,
      name: ' Sandbox ',
      apiKey: ' bedrock-api-key-1 ',
      headers: [
        { name: ' x-team ', value: ' search ' },
        { name: '', value: '' },
      ],
    };
    expect(buildProviderInput(draft)).toEqual({
      name: 'Sandbox',
      region: 'us-east-1',
      auth: { type: 'api_key', api_key: 'bedrock-api-key-1' },
      project: null,
      api_base: null,
      http_version: 'auto',
      include_default_models: true,
      priority: 0,
      weight: 1,
      is_enabled: true,
      headers: { 'x-team': 'search' },
    });
  });

  it('leaves out every secret that was not replaced, so that it stays', () => {
    const input = buildProviderInput(buildDraft(provider));
    expect(input.auth).toEqual({ type: 'iam_credentials', access_key_id: 'AKIA1' });
    expect(input).not.toHaveProperty('headers');
    expect(input).toMatchObject({
      name: 'Production',
      project: 'checkout',
      region: 'eu-central-1',
      api_base: 'https://vpce.example.com/bedrock',
      http_version: '2',
      include_default_models: false,
      priority: 3,
      weight: 20,
      is_enabled: false,
    });
  });

  it('removes a session token that was taken out, and sends one that was typed', () => {
    const draft = { ...buildDraft(provider), secretAccessKey: 'new', sessionToken: null };
    expect(buildProviderInput(draft).auth).toMatchObject({ secret_access_key: 'new', session_token: null });
    expect(buildProviderInput({ ...draft, sessionToken: ' t ' }).auth).toMatchObject({ session_token: 't' });
  });
});

describe('findDraftProblems', () => {
  const sound = { ...emptyDraft, name: 'Sandbox', apiKey: 'key' };

  it('finds none in what can be sent', () => {
    expect(findDraftProblems(sound)).toEqual({});
    expect(findDraftProblems(buildDraft(provider))).toEqual({});
  });

  it.each([
    ['name', { name: ' ' }],
    ['apiKey', { apiKey: '' }],
    ['accessKeyId', { authType: 'iam_credentials' as const, secretAccessKey: 's' }],
    ['secretAccessKey', { authType: 'iam_credentials' as const, accessKeyId: 'AKIA1' }],
    ['roleArn', { authType: 'assume_role' as const, roleArn: 'arn:aws:iam::1:role/x' }],
    ['region', { region: 'Frankfurt' }],
    ['apiBase', { apiBase: 'bedrock.example.com' }],
    ['apiBase', { apiBase: 'https://user:pass@example.com' }],
    ['apiBase', { apiBase: 'https://example.com/?a=b' }],
    ['project', { project: '' }],
    ['priority', { priority: '-1' }],
    ['weight', { weight: '0' }],
    ['headers', { headers: [{ name: 'x team', value: '' }] }],
  ])('names %s', (field, change) => {
    expect(Object.keys(findDraftProblems({ ...sound, ...change }))).toEqual([field]);
  });
});
