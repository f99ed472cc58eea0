import type { IncomingHttpHeaders } from 'node:http';
import { GatewayError } from '../gateway-error.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
const signedBy = /^AWS4-HMAC-SHA256 .*?Credential=([^,\s]+)\/\d{8}\/[^/,\s]+\/[^/,\s]+\/aws4_request/;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
const awsAccessKeyId = /^A(?:KIA|SIA)[A-Z2-7]{16}$/;

/**
 * The API key of a request, in any of the places that clients of Bedrock, OpenAI and Anthropic send one in. In a signed
 * request it stands where AWS's access key id does and is worth what a bearer token is: the signature is not looked at.
 * For AWS's SDKs of Python, Go and Java, which send a bearer token over HTTPS alone.
 */
export function getSecret(headers: IncomingHttpHeaders): string {
  const { authorization } = headers;
  const secret = headers['x-api-key'] ?? headers['api-key'];
  const apiKey = typeof secret === 'string' && secret !== '' ? secret : undefined;
  if (authorization?.startsWith('AWS4-HMAC-SHA256')) return apiKey ?? getSigner(authorization);
  if (authorization !== undefined) {
    const [, token] = /^bearer +(\S+) *$/i.exec(authorization) ?? [];
    if (token !== undefined) return token;
    throw refuse('the Authorization header must read "Bearer <API key of Outcrop>".');
  }
  if (apiKey !== undefined) return apiKey;
  throw refuse('an API key of Outcrop is needed, in "Authorization: Bearer <key>" or in x-api-key.');
}

function getSigner(authorization: string): string {
  const [, signer] = signedBy.exec(authorization) ?? [];
  if (signer !== undefined && !awsAccessKeyId.test(signer)) return signer;
  throw refuse(
    'the request is signed with AWS credentials, but the gateway takes an API key of Outcrop: set ' +
      'AWS_BEARER_TOKEN_BEDROCK to one, or give it to the client as its access key id, with any secret access key.',
  );
}

function refuse(message: string): GatewayError {
  return new GatewayError(message, { status: 401, code: 'invalid_api_key' });
}
