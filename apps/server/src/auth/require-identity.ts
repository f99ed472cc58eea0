import type { ApiKeyScope } from '@outcrop/protocol';
import type { FastifyInstance, FastifyRequest, FastifySchema } from 'fastify';
import { isOriginProven } from '../http/same-origin.ts';
import type { Security } from '../openapi/security.ts';
import { ServerError } from '../server-error.ts';
import type { Authenticator } from './authenticator.ts';
import { hasScope, sessionIdentity, type Identity } from './identity.ts';

/** Lets pass, on every route that is registered after it, whom the route's own `security` names. */
export function requireIdentity(app: FastifyInstance, authenticator: Authenticator): void {
  app.addHook('onRoute', ({ url, schema }) => {
    if (readSecurity(schema).length > 0) return;
    throw new Error(`${url} must say in its schema's security who may use it`);
  });
  app.addHook('onRequest', async (request) => {
    const security = readSecurity(request.routeOptions.schema);
    request.identity = await findIdentity(authenticator, request, security);
  });
}

async function findIdentity(
  authenticator: Authenticator,
  request: FastifyRequest,
  security: Security,
): Promise<Identity> {
  const secret = readKey(request);
  if (secret !== undefined) {
    const identity = await authenticator.authenticate(secret, request.ip);
    checkScope(identity, request, security);
    return identity;
  }
  if (!security.some((requirement) => requirement['session'])) throw missingKey(request);
  if (!(await authenticator.hasSession(request.headers))) {
    throw unauthorized(
      'not_signed_in',
      'sign in by the URL that the server printed at its start, or send the header "Authorization: Bearer <API ' +
        'key>". The first start prints a key; others are made in the page under API keys.',
    );
  }
  checkOrigin(request);
  return sessionIdentity;
}

function readSecurity(schema: FastifySchema | undefined): Security {
  return schema?.security ?? [];
}

/** Undefined without an Authorization header. */
function readKey({ headers: { authorization } }: FastifyRequest): string | undefined {
  if (authorization === undefined) return undefined;
  const [, secret] = /^bearer +(\S+) *$/i.exec(authorization) ?? [];
  if (secret !== undefined) return secret;
  throw unauthorized('malformed_key', 'the Authorization header must read "Bearer <API key>"');
}

function checkScope(identity: Identity, request: FastifyRequest, security: Security): void {
  const scopes = security.flatMap((requirement) => requirement['apiKey'] ?? []) as ApiKeyScope[];
  if (scopes.some((scope) => hasScope(identity, scope))) return;
  throw new ServerError(
    `[outcrop] ${describeRoute(request)} needs an API key with the scope ${listScopes(scopes)}, but ` +
      `${JSON.stringify(identity.name)} has ${listScopes(identity.key?.scopes ?? [])}: make one in the page under API ` +
      'keys',
    { code: 'missing_scope', statusCode: 403 },
  );
}

function listScopes(scopes: readonly ApiKeyScope[]): string {
  return scopes.map((scope) => `"${scope}"`).join(' or ') || 'none';
}

function checkOrigin(request: FastifyRequest): void {
  if (isSafe(request) || isOriginProven(request.headers)) return;
  throw new ServerError(
    '[outcrop] a session can change things only from the page itself (Origin or Sec-Fetch-Site must show it); ' +
      'programs send an API key instead',
    { code: 'cross_origin', statusCode: 403 },
  );
}

function missingKey(request: FastifyRequest): ServerError {
  return unauthorized(
    'missing_key',
    `${describeRoute(request)} needs the header "Authorization: Bearer <API key>". ` +
      'The first start prints a key; others are made in the page under API keys, or by POST /api/keys.',
  );
}

function describeRoute({ method, url }: FastifyRequest): string {
  return `${method} ${url.split('?', 1)[0]}`;
}

function isSafe({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

function unauthorized(code: string, message: string): ServerError {
  return new ServerError(`[outcrop] ${message}`, { code, statusCode: 401 });
}
