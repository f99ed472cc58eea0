import type { IncomingHttpHeaders } from 'node:http';
import { GatewayError } from '../gateway-error.ts';

/** The API key of a request, in any of the headers that clients of Bedrock, OpenAI and Anthropic send it in. */
export function getSecret(headers: IncomingHttpHeaders): string {
  const { authorization } = headers;
  if (authorization !== undefined) {
    const [, secret] = /^bearer +(\S+) *$/i.exec(authorization) ?? [];
    if (secret !== undefined) return secret;
    if (!authorization.startsWith('AWS4-HMAC-SHA256')) {
      throw refuse('the Authorization header must read "Bearer <API key of Outcrop>".');
    }
  }
  const secret = headers['x-api-key'] ?? headers['api-key'];
  if (typeof secret === 'string' && secret !== '') return secret;
  throw refuse(
    authorization === undefined
      ? 'an API key of Outcrop is needed, in "Authorization: Bearer <key>" or in x-api-key.'
      : 'the request is signed with AWS credentials, but the gateway takes an API key of Outcrop: set ' +
          'AWS_BEARER_TOKEN_BEDROCK to one, and give the client no other credentials.',
  );
}

function refuse(message: string): GatewayError {
  return new GatewayError(message, { status: 401, code: 'invalid_api_key' });
}
