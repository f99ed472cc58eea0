import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { isOriginProven } from '../http/same-origin.ts';
import { ServerError } from '../server-error.ts';
import type { Authenticator } from './authenticator.ts';

/** Lets pass who shows an API key. */
export function requireKey(authenticator: Authenticator): onRequestAsyncHookHandler {
  return async function checkKey(request) {
    if (await hasKey(authenticator, request)) return;
    throw unauthorized(
      'missing_key',
      `${request.method} ${request.url.split('?', 1)[0]} needs the header "Authorization: Bearer <API key>". ` +
        'The first start prints a key; others are made in the page under API keys, or by POST /api/keys.',
    );
  };
}

/** Lets pass who shows an API key or is signed in. */
export function requireKeyOrSession(authenticator: Authenticator): onRequestAsyncHookHandler {
  return async function checkIdentity(request) {
    if (await hasKey(authenticator, request)) return;
    if (!(await authenticator.hasSession(request.headers))) {
      throw unauthorized(
        'not_signed_in',
        'sign in by the URL that the server printed at its start, or send the header "Authorization: Bearer <API ' +
          'key>". The first start prints a key; others are made in the page under API keys.',
      );
    }
    if (isSafe(request) || isOriginProven(request.headers)) return;
    throw new ServerError(
      '[outcrop] a session can change things only from the page itself (Origin or Sec-Fetch-Site must show it); ' +
        'programs send an API key instead',
      { code: 'cross_origin', statusCode: 403 },
    );
  };
}

/** False without an Authorization header; throws when the header holds no valid key. */
async function hasKey(authenticator: Authenticator, { headers }: FastifyRequest): Promise<boolean> {
  const { authorization } = headers;
  if (authorization === undefined) return false;
  const [, secret] = /^bearer +(\S+) *$/i.exec(authorization) ?? [];
  if (secret === undefined) {
    throw unauthorized('malformed_key', 'the Authorization header must read "Bearer <API key>"');
  }
  if (await authenticator.isKey(secret)) return true;
  throw unauthorized(
    'wrong_key',
    'this API key is unknown or revoked: check OUTCROP_API_KEY. A key belongs to one data directory; new ones are ' +
      'made in the page under API keys.',
  );
}

function isSafe({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

function unauthorized(code: string, message: string): ServerError {
  return new ServerError(`[outcrop] ${message}`, { code, statusCode: 401 });
}
