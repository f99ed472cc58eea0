import type { ApiKeyScope } from '@outcrop/protocol';

/**
 * Who may use a route: whoever meets one of the requirements. It is what the description says and what is enforced; an
 * `apiKey` names the scope that it needs.
 */
export type Security = readonly Readonly<Record<string, readonly string[]>>[];

/** Routes that the page and programs use: a session cookie, or an API key with one of the scopes. */
export function keyOrSession(...scopes: ApiKeyScope[]): Security {
  return [...keyOnly(...scopes), { session: [] }];
}

/** Routes that take an API key with one of the scopes. */
export function keyOnly(...scopes: ApiKeyScope[]): Security {
  return scopes.map((scope) => ({ apiKey: [scope] }));
}

/** Routes that answer without signing in. */
export const noSecurity: Security = [];

export const securitySchemes = {
  apiKey: {
    type: 'http',
    scheme: 'bearer',
    description:
      'An Outcrop API key: `Authorization: Bearer oc_…`. A route names the scope that the key needs; `admin` has all.',
  },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'outcrop_session_4310',
    description:
      'Set by `POST /api/session`; its name ends with the port. Requests that change something must come from the page itself.',
  },
} as const;
