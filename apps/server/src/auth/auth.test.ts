import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../testing/create-test-server.ts';

const samePage = { 'sec-fetch-site': 'same-origin' };

function readCode(answer: LightMyRequestResponse): [number, string | undefined] {
  return [answer.statusCode, answer.json<{ error?: { code: string } }>().error?.code];
}

async function signIn({ app, signInTokens }: TestServer): Promise<{ cookie: string }> {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/session',
    payload: { token: signInTokens.create().token },
  });
  expect(answer.json()).toEqual({ signed_in: true });
  const [cookie] = String(answer.headers['set-cookie']).split(';', 1);
  return { cookie: cookie ?? '' };
}

describe('API keys', () => {
  it('are asked for, with the header and the way to get one', async () => {
    const { app } = await createTestServer();
    const answer = await app.inject({ method: 'POST', url: '/v1/traces', payload: {} });
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
    expect(answer.body).toContain('Authorization: Bearer <API key>');
    expect(answer.body).toContain('POST /api/keys');
  });

  it.each([
    ['Bearer wrong', 'wrong_key'],
    ['Basic dXNlcjpwYXNz', 'malformed_key'],
    ['Bearer', 'malformed_key'],
  ])('refuse %s', async (authorization, code) => {
    const { app } = await createTestServer();
    for (const url of ['/v1/traces', '/api/sign-in-links']) {
      const answer = await app.inject({ method: 'POST', url, headers: { authorization }, payload: {} });
      expect(readCode(answer)).toEqual([401, code]);
    }
  });

  it('are created, listed without their secret, used and revoked at once', async () => {
    const { app, authorization } = await createTestServer();
    const created = await app.inject({
      method: 'POST',
      url: '/api/keys',
      headers: authorization,
      payload: { name: ' CI ' },
    });
    expect(created.statusCode).toBe(201);
    const { key, id, name } = created.json<{ key: string; id: string; name: string }>();
    expect(key).toMatch(/^oc_[\w-]{40,}$/);
    expect(name).toBe('CI');
    const list = await app.inject({ url: '/api/keys', headers: { authorization: `Bearer ${key}` } });
    expect(list.json<{ keys: { name: string }[] }>().keys.map((entry) => entry.name)).toEqual(['CI', 'test']);
    expect(list.body).not.toContain(key);

    const revoke = () => app.inject({ method: 'DELETE', url: `/api/keys/${id}`, headers: authorization });
    expect((await revoke()).statusCode).toBe(204);
    expect(readCode(await revoke())).toEqual([404, 'key_not_found']);
    const used = await app.inject({ url: '/api/projects', headers: { authorization: `Bearer ${key}` } });
    expect(readCode(used)).toEqual([401, 'wrong_key']);
  });

  it('say when they were last used', async () => {
    const now = 1_800_000_000_000;
    const { app, authorization } = await createTestServer({ now: () => now });
    await app.inject({ url: '/api/projects', headers: authorization });
    const list = await app.inject({ url: '/api/keys', headers: authorization });
    expect(list.json<{ keys: unknown[] }>().keys).toMatchObject([{ last_used_at: now * 1000 }]);
  });

  it('need a name', async () => {
    const { app, authorization } = await createTestServer();
    for (const payload of [{}, { name: '  ' }, { name: 'x'.repeat(101) }]) {
      const answer = await app.inject({ method: 'POST', url: '/api/keys', headers: authorization, payload });
      expect(readCode(answer)).toEqual([400, 'invalid_request']);
    }
  });
});

describe('signing in', () => {
  it('sets a cookie that scripts cannot read and other sites cannot send', async () => {
    const { app, signInTokens } = await createTestServer();
    const { token } = signInTokens.create();
    const answer = await app.inject({ method: 'POST', url: '/api/session', payload: { token } });
    expect(answer.headers['set-cookie']).toMatch(
      /^outcrop_session_80=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Strict$/,
    );
  });

  it('works once', async () => {
    const { app, signInTokens } = await createTestServer();
    const payload = { token: signInTokens.create().token };
    expect((await app.inject({ method: 'POST', url: '/api/session', payload })).statusCode).toBe(200);
    const again = await app.inject({ method: 'POST', url: '/api/session', payload });
    expect(readCode(again)).toEqual([401, 'invalid_token']);
  });

  it('is over after fifteen minutes, and a session after thirty days', async () => {
    let now = 1_800_000_000_000;
    const server = await createTestServer({ now: () => now });
    const { token } = server.signInTokens.create();
    const headers = await signIn(server);
    now += 15 * 60_000 + 1;
    const late = await server.app.inject({ method: 'POST', url: '/api/session', payload: { token } });
    expect(readCode(late)).toEqual([401, 'invalid_token']);
    const signedIn = () => server.app.inject({ url: '/api/session', headers });
    expect((await signedIn()).json()).toEqual({ signed_in: true });
    now += 30 * 24 * 60 * 60_000;
    expect((await signedIn()).json()).toEqual({ signed_in: false });
  });

  it('opens the API to the browser until it signs out', async () => {
    const server = await createTestServer();
    const { app } = server;
    expect(readCode(await app.inject({ url: '/api/projects' }))).toEqual([401, 'not_signed_in']);
    const headers = await signIn(server);
    expect((await app.inject({ url: '/api/projects', headers })).statusCode).toBe(200);
    const out = await app.inject({
      method: 'DELETE',
      url: '/api/session',
      headers: { ...headers, ...samePage },
    });
    expect(out.json()).toEqual({ signed_in: false });
    expect(out.headers['set-cookie']).toContain('Max-Age=0');
    expect(readCode(await app.inject({ url: '/api/projects', headers }))).toEqual([401, 'not_signed_in']);
  });

  it('at one port leaves a session at another alone', async () => {
    const { app, signInTokens } = await createTestServer();
    const answer = await app.inject({
      method: 'POST',
      url: '/api/session',
      headers: { host: '127.0.0.1:4311' },
      payload: { token: signInTokens.create().token },
    });
    expect(answer.headers['set-cookie']).toMatch(/^outcrop_session_4311=/);
  });

  it('does not open ingest, which takes keys only', async () => {
    const server = await createTestServer();
    const headers = { ...(await signIn(server)), ...samePage };
    const answer = await server.app.inject({ method: 'POST', url: '/v1/traces', headers, payload: {} });
    expect(readCode(answer)).toEqual([401, 'missing_key']);
  });

  it('is offered again by a link that an API key asks for', async () => {
    const { app, authorization } = await createTestServer();
    const answer = await app.inject({ method: 'POST', url: '/api/sign-in-links', headers: authorization });
    expect(answer.statusCode).toBe(201);
    const url = new URL(answer.json<{ url: string }>().url);
    expect([url.pathname, url.search]).toEqual(['/sign-in', '']);
    const token = url.hash.replace('#token=', '');
    expect((await app.inject({ method: 'POST', url: '/api/session', payload: { token } })).statusCode).toBe(
      200,
    );
  });
});

async function createKeyFrom(
  app: FastifyInstance,
  headers: Record<string, string>,
): Promise<[number, string?]> {
  return readCode(await app.inject({ method: 'POST', url: '/api/keys', headers, payload: { name: 'x' } }));
}

describe('requests from elsewhere', () => {
  it('cannot change things with a session', async () => {
    const server = await createTestServer();
    const { app } = server;
    const cookie = await signIn(server);
    const forbidden = [403, 'cross_origin'];
    expect(await createKeyFrom(app, { ...cookie, 'sec-fetch-site': 'cross-site' })).toEqual(forbidden);
    // Another port of this machine is the same site, but not the same origin.
    expect(await createKeyFrom(app, { ...cookie, 'sec-fetch-site': 'same-site' })).toEqual(forbidden);
    expect(await createKeyFrom(app, { ...cookie, origin: 'http://evil.example' })).toEqual(forbidden);
    expect(await createKeyFrom(app, { ...cookie, origin: 'http://localhost:9999' })).toEqual(forbidden);
    expect(await createKeyFrom(app, cookie)).toEqual(forbidden);
    expect(await createKeyFrom(app, { ...cookie, ...samePage })).toEqual([201, undefined]);
    expect(await createKeyFrom(app, { ...cookie, origin: 'http://localhost:80' })).toEqual([201, undefined]);
  });

  it('cannot sign a browser in', async () => {
    const { app, signInTokens } = await createTestServer();
    const answer = await app.inject({
      method: 'POST',
      url: '/api/session',
      headers: { 'sec-fetch-site': 'cross-site' },
      payload: { token: signInTokens.create().token },
    });
    expect(readCode(answer)).toEqual([403, 'cross_origin']);
  });

  it.each(['evil.example', 'evil.example:4310', '127.0.0.1.evil.example', '10.0.0.1'])(
    'are refused when they name the host %s',
    async (host) => {
      const { app, authorization } = await createTestServer();
      for (const url of ['/api/projects', '/health/live', '/', '/v1/traces']) {
        const answer = await app.inject({ url, headers: { ...authorization, host } });
        expect(readCode(answer)).toEqual([403, 'foreign_host']);
      }
    },
  );

  it.each(['127.0.0.1:4310', 'localhost:4310', '[::1]:4310', 'host.docker.internal:4310'])(
    'may name this machine as %s',
    async (host) => {
      const { app } = await createTestServer();
      expect((await app.inject({ url: '/health/live', headers: { host } })).statusCode).toBe(200);
    },
  );
});
