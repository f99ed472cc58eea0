import { describe, expect, it } from 'vitest';
import { getSecret } from './find-secret.ts';

const signed = (accessKeyId: string) =>
  `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20261127/us-east-1/bedrock/aws4_request, ` +
  'SignedHeaders=host;x-amz-date, Signature=0a1b';

describe('the API key of a request', () => {
  it.each([
    ['a bearer token', { authorization: 'Bearer oc_key' }],
    ['Anthropic’s header', { 'x-api-key': 'oc_key' }],
    ['Azure’s header', { 'api-key': 'oc_key' }],
    ['the access key id of a signed request', { authorization: signed('oc_key') }],
    ['a header of its own beside a signature', { authorization: signed('AKIA2345'), 'x-api-key': 'oc_key' }],
  ])('may be %s', (_place, headers) => {
    expect(getSecret(headers)).toBe('oc_key');
  });

  it('may have slashes as an access key id', () => {
    expect(getSecret({ authorization: signed('a/key/of/mine') })).toBe('a/key/of/mine');
  });

  it.each([
    [
      'AWS’s own credentials',
      { authorization: signed('AKIAIOSFODNN7EXAMPLE') },
      'signed with AWS credentials',
    ],
    [
      'AWS’s temporary credentials',
      { authorization: signed('ASIAIOSFODNN7EXAMPLE') },
      'signed with AWS cred',
    ],
    [
      'a signature without a scope',
      { authorization: 'AWS4-HMAC-SHA256 Credential=a/b' },
      'signed with AWS cred',
    ],
    ['another scheme', { authorization: 'Basic b2M6a2V5' }, 'must read "Bearer'],
    ['nothing', {}, 'an API key of Outcrop is needed'],
  ])('is not %s', (_place, headers, message) => {
    expect(() => getSecret(headers)).toThrow(message);
  });
});
