import { verifySignature } from '@outcrop/bedrock';

import type { WireRequest } from '../http/wire-request.ts';
import { ServiceError } from '../service-error.ts';
import type { CredentialStore, KnownCredentials } from './credential-store.ts';

export interface AuthenticateOptions {
  credentials: CredentialStore;
  bearerTokens: readonly string[];
  /** The services the signature may be for. */
  services: readonly string[];
}

/** Checks SigV4 or a Bedrock API key. Returns whose key it was, undefined for a bearer token; throws AWS's refusal. */
export function authenticate(
  request: WireRequest,
  options: AuthenticateOptions,
): KnownCredentials | undefined {
  const authorization = request.headers.authorization ?? '';
  const token = options.services.includes('sts') ? undefined : readToken(request);
  if (token !== undefined) return checkBearerToken(token, options.bearerTokens);
  const signedService = /Credential=[^,]*\/([^/,]+)\/aws4_request/u.exec(authorization)?.[1];
  const service = options.services.find((candidate) => candidate === signedService) ?? options.services[0];
  const headers = { ':authority': request.headers.host ?? '', ...request.headers };
  const verdict = verifySignature(
    { ...request, headers },
    {
      service: service ?? 'bedrock',
      hasSignedEvents: request.incoming !== undefined,
      findCredentials: (accessKeyId) => options.credentials.find(accessKeyId),
    },
  );
  if (!verdict.isValid) throw new ServiceError(verdict.type, verdict.message, { status: verdict.status });
  const caller = options.credentials.find(verdict.accessKeyId);
  if (caller?.expiresAt !== undefined && caller.expiresAt <= Date.now()) {
    throw new ServiceError('ExpiredTokenException', 'The security token included in the request is expired');
  }
  return caller;
}

/** Anthropic's own client sends its key in a header of its own. */
function readToken({ headers, path }: WireRequest): string | undefined {
  const { authorization = '' } = headers;
  if (/^bearer /iu.test(authorization)) return authorization.slice('bearer '.length).trim();
  return /\/v1\/messages/u.test(path) ? headers['x-api-key'] : undefined;
}

function checkBearerToken(token: string, accepted: readonly string[]): undefined {
  if (accepted.includes(token)) return undefined;
  throw new ServiceError(
    'AccessDeniedException',
    'Authentication failed: Please make sure your API Key is valid.',
    {
      messageKey: 'Message',
    },
  );
}
