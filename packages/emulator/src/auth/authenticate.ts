import { verifySignature } from '@outcrop/bedrock';

import type { WireRequest } from '../http/wire-request.ts';
import { ServiceError } from '../service-error.ts';
import type { CredentialStore, KnownCredentials } from './credential-store.ts';

export interface AuthenticateOptions {
  credentials: CredentialStore;
  bearerTokens: readonly string[];
  /** The service the signature must be for. */
  service: 'bedrock' | 'sts';
}

/** Checks SigV4 or a Bedrock API key. Returns whose key it was, undefined for a bearer token; throws AWS's refusal. */
export function authenticate(
  request: WireRequest,
  options: AuthenticateOptions,
): KnownCredentials | undefined {
  const authorization = request.headers.authorization ?? '';
  if (options.service === 'bedrock' && /^bearer /iu.test(authorization)) {
    return checkBearerToken(authorization.slice('bearer '.length).trim(), options.bearerTokens);
  }
  const headers = { ':authority': request.headers.host ?? '', ...request.headers };
  const verdict = verifySignature(
    { ...request, headers },
    {
      service: options.service,
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
