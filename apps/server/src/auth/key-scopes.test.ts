import { apiKeyScopes, type ApiKeyScope } from '@outcrop/protocol';
import type { InjectOptions } from 'fastify';
import { expect, it } from 'vitest';
import { createTestServer } from '../testing/create-test-server.ts';
import { createKeyWith } from '../testing/create-key-with.ts';

const admin = 'admin';
const anyScope = ['ingest', 'read', 'gateway', admin] as const;

/** Every route, and which scopes open it. Open to everybody: an empty list; who shows no valid key is refused elsewhere. */
const routes: Record<string, readonly ApiKeyScope[]> = {
  'POST /v1/traces': ['ingest', admin],
  'POST /v1/attachments/missing': ['ingest', admin],
  'PUT /v1/attachments/{sha256}': ['ingest', admin],
  'GET /api/attachments/{sha256}': ['read', admin],
  'GET /api/projects': ['read', admin],
  'GET /api/projects/{name}/traces': ['read', admin],
  'GET /api/traces/{trace_id}': ['read', admin],
  'GET /api/spans/{span_id}': ['read', admin],
  'GET /api/events': ['read', admin],
  'GET /api/keys': [admin],
  'POST /api/keys': [admin],
  'POST /api/keys/temporary': ['gateway', admin],
  'POST /v1/credentials': ['gateway', admin],
  'PATCH /api/keys/{id}': [admin],
  'DELETE /api/projects/{name}': [admin],
  'DELETE /api/projects/{name}/traces/{trace_id}': [admin],
  'DELETE /api/keys/{id}': [admin],
  'GET /api/providers': [admin],
  'POST /api/providers': [admin],
  'PATCH /api/providers/{id}': [admin],
  'DELETE /api/providers/{id}': [admin],
  'POST /api/providers/test': [admin],
  'POST /api/providers/{id}/test': [admin],
  'GET /api/providers/trust': [admin],
  'GET /api/models': ['read', 'gateway', admin],
  'POST /api/models': [admin],
  'PATCH /api/models/{id}': [admin],
  'DELETE /api/models/{id}': [admin],
  'GET /api/models/format': [admin],
  'GET /api/audit-log': [admin],
  'POST /api/sign-in-links': [admin],
  'POST /api/sample-calls': [admin],
  'GET /metrics': ['read', admin],
  'GET /api/info': anyScope,
  'GET /api/session': [],
  'POST /api/session': [],
  'DELETE /api/session': [],
  'GET /health/live': [],
  'GET /health/ready': [],
  'GET /api/openapi.json': [],
};

interface RouteScopes {
  route: string;
  scopes: string[];
}

function byRoute(left: RouteScopes, right: RouteScopes): number {
  return left.route.localeCompare(right.route);
}

interface Description {
  paths: Record<string, Record<string, { security: Record<string, string[]>[] }>>;
}

it('every route of the description is opened by the scopes it is meant for, and by no other', async () => {
  const server = await createTestServer();
  const { app } = server;
  const { paths } = (await app.inject({ url: '/api/openapi.json' })).json<Description>();
  const described = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { security }]) => ({
      route: `${method.toUpperCase()} ${path}`,
      scopes: security.flatMap((requirement) => requirement['apiKey'] ?? []),
    })),
  );
  const meant = Object.entries(routes).map(([route, scopes]) => ({
    route,
    // `admin` has every scope, so that a route names it only when nothing less will do.
    scopes: scopes.length > 1 ? scopes.filter((scope) => scope !== admin) : [...scopes],
  }));
  expect(described.toSorted(byRoute)).toEqual(meant.toSorted(byRoute));

  const keys = new Map<ApiKeyScope, { authorization: string }>();
  for (const scope of apiKeyScopes) keys.set(scope, await createKeyWith(server, { scopes: [scope] }));
  for (const [route, scopes] of Object.entries(routes)) {
    if (scopes.length === 0) continue;
    const [method = '', path = ''] = route.split(' ');
    // What passes the scope must go no further: a stream would not end, sample calls take a while.
    const url = path.replace('{sha256}', 'no-hash').replaceAll(/[{}]/g, '');
    for (const [scope, headers] of keys) {
      if (scopes.includes(scope) && (path === '/api/events' || path === '/api/sample-calls')) continue;
      const answer = await app.inject({ method: method as 'GET', url, headers } satisfies InjectOptions);
      const code = answer.body.includes('"missing_scope"') ? 'missing_scope' : 'open';
      expect({ route, scope, code }).toEqual({
        route,
        scope,
        code: scopes.includes(scope) ? 'open' : 'missing_scope',
      });
      if (code === 'open') expect(answer.statusCode).not.toBe(401);
      else expect(answer.statusCode).toBe(403);
    }
  }
});

it('a refusal names the scope that is needed and those that the key has', async () => {
  const server = await createTestServer();
  const headers = await createKeyWith(server, { scopes: ['ingest', 'gateway'] });
  const answer = await server.app.inject({ url: '/api/projects?x=secret', headers });
  expect(answer.json()).toEqual({
    error: {
      code: 'missing_scope',
      message:
        '[outcrop] GET /api/projects needs an API key with the scope "read", but "restricted" has "ingest" or "gateway": ' +
        'make one in the page under API keys',
    },
  });
});
