import { Sha256 } from '@aws-crypto/sha256-js';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';
import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../test/random.ts';
import type { SignableRequest } from './canonical-request.ts';
import { signRequest, type AwsCredentials } from './sign-request.ts';
import { verifySignature, type VerifyOptions } from './verify-signature.ts';

interface SampleRequest extends SignableRequest {
  queryParameters: Record<string, string | string[]>;
}

function makeRequest(random: Random): SampleRequest {
  const segments = Array.from({ length: 1 + random.integer(4) }, () =>
    random.pick([random.text(1 + random.integer(12)), '..', '.', '', 'model', 'anthropic.claude-v1:0']),
  );
  const queryParameters: Record<string, string | string[]> = {};
  for (let left = random.integer(4); left > 0; left -= 1) {
    queryParameters[random.text(1 + random.integer(5))] =
      random.integer(3) === 0 ? [random.text(2), random.text(3)] : random.text(random.integer(8));
  }
  const headers: Record<string, string> = { Host: 'bedrock-runtime.eu-central-1.amazonaws.com' };
  for (const name of [
    'Content-Type',
    'User-Agent',
    'x-custom',
    'X-Amzn-Trace-Id',
    'proxy-x',
    'sec-y',
    'Accept',
  ]) {
    if (random.integer(2))
      headers[name] = `${random.pick(['', ' ', '  '])}a ${random.pick(['', '  ', '\t'])}b`;
  }
  return {
    method: random.pick(['POST', 'GET', 'PUT']),
    path: `/${segments.map(encodeURIComponent).join('/')}${random.pick(['', '/'])}`,
    query: Object.entries(queryParameters)
      .flatMap(([name, value]) =>
        [value].flat().map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(one)}`),
      )
      .join('&'),
    queryParameters,
    headers,
    body: random.pick([undefined, '', random.text(random.integer(300)), random.bytes(random.integer(300))]),
  };
}

function makeCredentials(random: Random): AwsCredentials {
  return {
    accessKeyId: `AKIA${random.integer(1e9)}`,
    secretAccessKey: random.text(20),
    ...(random.integer(2) ? { sessionToken: `token${random.integer(1e9)}` } : undefined),
  };
}

const date = new Date('2026-11-23T10:00:00.123Z');
const credentials: AwsCredentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };
const converse: SignableRequest = {
  method: 'POST',
  path: '/model/amazon.nova-pro-v1%3A0/converse',
  headers: { host: '127.0.0.1:4310', 'content-type': 'application/json' },
  body: '{"messages":[]}',
};
const options: VerifyOptions = {
  findCredentials: (accessKeyId) => (accessKeyId === credentials.accessKeyId ? credentials : undefined),
  now: date,
};

function sign(request: SignableRequest, region = 'us-east-1', service = 'bedrock'): SignableRequest {
  const added = signRequest(request, { credentials, region, service, date });
  return { ...request, headers: { ...request.headers, ...added } };
}

function at(offsetMs: number) {
  return { now: new Date(date.getTime() + offsetMs) };
}

function refusalOf(request: SignableRequest, overrides: Partial<VerifyOptions> = {}) {
  const result = verifySignature(request, { ...options, ...overrides });
  return result.isValid ? undefined : result;
}

describe('signRequest', () => {
  it('signs 10,000 random requests exactly as Smithy does', { timeout: 120_000 }, async () => {
    const random = createRandom(4);
    for (let round = 0; round < 10_000; round += 1) {
      const request = makeRequest(random);
      const signer = makeCredentials(random);
      const region = random.pick(['us-east-1', 'eu-central-1']);
      const service = random.pick(['bedrock', 'sts']);
      const smithy = new SignatureV4({ credentials: signer, region, service, sha256: Sha256 });
      const expected = await smithy.sign(
        new HttpRequest({
          method: request.method,
          hostname: 'bedrock-runtime.eu-central-1.amazonaws.com',
          path: request.path,
          query: request.queryParameters,
          headers: { ...request.headers },
          body: request.body,
        }),
        { signingDate: date },
      );
      const added = signRequest(request, { credentials: signer, region, service, date });
      expect(expected.headers).toMatchObject(added);
      expect(added.authorization).toBeDefined();
    }
  });
});

describe('verifySignature', () => {
  it('accepts 10,000 random requests that Smithy signed', { timeout: 120_000 }, async () => {
    const random = createRandom(5);
    for (let round = 0; round < 10_000; round += 1) {
      const request = makeRequest(random);
      const signer = makeCredentials(random);
      const smithy = new SignatureV4({
        credentials: signer,
        region: 'eu-west-1',
        service: 'bedrock',
        sha256: Sha256,
      });
      const { headers } = await smithy.sign(
        new HttpRequest({ ...request, query: request.queryParameters, headers: { ...request.headers } }),
        { signingDate: date },
      );
      expect(verifySignature({ ...request, headers }, { findCredentials: () => signer, now: date })).toEqual({
        isValid: true,
        accessKeyId: signer.accessKeyId,
        region: 'eu-west-1',
        service: 'bedrock',
      });
    }
  });

  it('refuses a request of which anything signed was changed', () => {
    const signed = sign(converse);
    const mismatch = { type: 'InvalidSignatureException', status: 403 };
    expect(refusalOf(signed)).toBeUndefined();
    expect(refusalOf({ ...signed, body: '{"messages":[1]}' })).toMatchObject(mismatch);
    expect(refusalOf({ ...signed, method: 'PUT' })).toMatchObject(mismatch);
    expect(refusalOf({ ...signed, path: '/model/amazon.nova-pro-v1:0/converse' })).toMatchObject(mismatch);
    expect(refusalOf({ ...signed, query: 'a=1' })).toMatchObject(mismatch);
    expect(refusalOf({ ...signed, headers: { ...signed.headers, host: 'elsewhere' } })).toMatchObject(
      mismatch,
    );
    expect(
      refusalOf(signed, { findCredentials: () => ({ ...credentials, secretAccessKey: 'other' }) })?.message,
    ).toMatch(/does not match the signature you provided/);
  });

  it('accepts headers that a proxy added and did not sign', () => {
    const signed = sign(converse);
    expect(
      refusalOf({ ...signed, headers: { ...signed.headers, 'x-forwarded-for': '10.0.0.1' } }),
    ).toBeUndefined();
  });

  it('accepts a host that was signed without its port, and no other host', () => {
    const portless = { ...converse, headers: { ...converse.headers, host: '127.0.0.1' } };
    const headers = { ...sign(portless).headers, host: '127.0.0.1:4310' };
    expect(verifySignature({ ...converse, headers }, options)).toMatchObject({ isValid: true });
    const foreign = { ...headers, host: '127.0.0.2:4310' };
    expect(verifySignature({ ...converse, headers: foreign }, options)).toMatchObject({ isValid: false });
  });

  it('names a missing, foreign or broken Authorization header as AWS does', () => {
    expect(refusalOf(converse)).toMatchObject({ type: 'MissingAuthenticationTokenException', status: 403 });
    const broken: [string, RegExp][] = [
      ['Basic abc', /requires 'AWS4-HMAC-SHA256' as its algorithm/],
      ['AWS4-HMAC-SHA256 Credential=a/20261123/us-east-1/bedrock/aws4_request', /requires 'SignedHeaders'/],
      [
        'AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=c',
        /exactly 5 slash-delimited elements/,
      ],
    ];
    for (const [authorization, message] of broken) {
      const refusal = refusalOf({ ...converse, headers: { ...converse.headers, authorization } });
      expect(refusal).toMatchObject({ type: 'IncompleteSignatureException', status: 400 });
      expect(refusal?.message).toMatch(message);
    }
  });

  it('refuses an unknown key, a wrong session token, another service and another Region', () => {
    const signed = sign(converse);
    expect(refusalOf(signed, { findCredentials: () => undefined })).toMatchObject({
      type: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    });
    expect(
      refusalOf(signed, { findCredentials: () => ({ ...credentials, sessionToken: 'x' }) }),
    ).toMatchObject({
      type: 'UnrecognizedClientException',
    });
    expect(refusalOf(sign(converse, 'us-east-1', 's3'))?.message).toMatch(/correct service: 'bedrock'/);
    expect(refusalOf(signed, { region: 'eu-west-1' })?.message).toMatch(/valid region, not 'us-east-1'/);
  });

  it('refuses a signature more than five minutes old or ahead, in the words of Bedrock', () => {
    const signed = sign(converse);
    expect(refusalOf(signed, at(299_000))).toBeUndefined();
    expect(refusalOf(signed, at(-299_000))).toBeUndefined();
    expect(refusalOf(signed, at(301_000))).toEqual({
      isValid: false,
      type: 'InvalidSignatureException',
      status: 403,
      message:
        'Signature expired: 20261123T100000Z is now earlier than 20261123T100001Z (20261123T100501Z - 5 min.)',
    });
    expect(refusalOf(signed, at(-301_000))?.message).toBe(
      'Signature not yet current: 20261123T100000Z is still later than 20261123T095959Z (20261123T095459Z + 5 min.)',
    );
  });

  it('refuses an impossible date and a scope of another day', () => {
    const signed = sign(converse);
    const withDate = (timestamp: string) => ({
      ...signed,
      headers: { ...signed.headers, 'x-amz-date': timestamp },
    });
    expect(refusalOf(withDate('20261124T100000Z'))?.message).toMatch(
      /Date in Credential scope does not match/,
    );
    expect(refusalOf(withDate('yesterday'))).toMatchObject({ type: 'IncompleteSignatureException' });
    const authorization = signed.headers.authorization?.replace('20261123/', '20261399/') ?? '';
    const impossible = { ...signed.headers, authorization, 'x-amz-date': '20261399T100000Z' };
    expect(refusalOf({ ...signed, headers: impossible })?.message).toMatch(/Signature expired/);
  });

  it('refuses a signature that leaves the host out', () => {
    const signed = sign(converse);
    const authorization = signed.headers.authorization?.replace('host;', '') ?? '';
    expect(refusalOf({ ...signed, headers: { ...signed.headers, authorization } })?.message).toMatch(
      /'Host' must be a 'SignedHeader'/,
    );
  });
});
