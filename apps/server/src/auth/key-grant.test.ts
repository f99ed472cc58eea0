import type { ApiKeyGrant, ApiKeyInput, CreatedApiKey, TemporaryKeyInput } from '@outcrop/protocol';
import type { LightMyRequestResponse } from 'fastify';
import { describe, expect, it } from 'vitest';
import { createKeyWith } from '../testing/create-key-with.ts';
import { createTestServer, type TestServer } from '../testing/create-test-server.ts';
import { matchesModel } from './matches-model.ts';

const now = 1_800_000_000_000;
const hourUs = 3_600_000_000;

async function createClockedServer(): Promise<TestServer & { clock: { time: number } }> {
  const clock = { time: now };
  return { ...(await createTestServer({ now: () => clock.time })), clock };
}

interface Refusal {
  error?: { code: string };
}

async function ask(
  { app }: TestServer,
  headers: { authorization: string },
  request: { url: string; payload: object },
): Promise<[status: number, answer: CreatedApiKey & Refusal]> {
  const answer: LightMyRequestResponse = await app.inject({ method: 'POST', headers, ...request });
  return [answer.statusCode, answer.json()];
}

describe('a key', () => {
  it.each<[why: string, maker: Partial<ApiKeyGrant>, asked: Partial<ApiKeyInput>]>([
    ['of another project', { project: 'a' }, { project: 'b' }],
    ['of a model', { models: ['a', 'b*'] }, { models: ['a', 'c'] }],
    ['of more models', { models: ['a*b'] }, { models: ['a*'] }],
    ['that lives longer', { expires_at: now * 1000 + hourUs }, { expires_at: now * 1000 + hourUs + 1 }],
    ['beside its own budget', { limits: { usd_per_day: 1 } }, {}],
  ])('cannot make one %s', async (_, maker, asked) => {
    const server = await createClockedServer();
    const headers = await createKeyWith(server, maker);
    const payload = { name: 'more', ...asked };
    expect(await ask(server, headers, { url: '/api/keys', payload })).toMatchObject([
      403,
      { error: { code: 'exceeds_grant' } },
    ]);
  });

  it('passes on its restrictions to those that it makes', async () => {
    const server = await createClockedServer();
    const maker = { project: 'a', models: ['us.*', 'x'], expires_at: now * 1000 + hourUs };
    const headers = await createKeyWith(server, maker);
    const makeAs = async (asked: Partial<ApiKeyInput>) =>
      (await ask(server, headers, { url: '/api/keys', payload: { name: 'x', ...asked } }))[1];
    expect(await makeAs({})).toMatchObject(maker);
    const narrow = { scopes: ['read'], models: ['us.anthropic.*', 'x'], expires_at: now * 1000 + 1 };
    expect(await makeAs(narrow as Partial<ApiKeyInput>)).toMatchObject({ ...narrow, project: 'a' });
  });

  it('of a session or of the first key may be as wide as one likes', async () => {
    const server = await createClockedServer();
    const limits = { usd_per_day: 0.5, concurrent_requests: 3, tokens_per_month: null };
    const defaults = { cache: 'always', cache_ttl_seconds: 60, fallback_models: ['a'] };
    expect(
      await ask(server, server.authorization, { url: '/api/keys', payload: { name: 'x', limits, defaults } }),
    ).toMatchObject([
      201,
      { project: null, models: null, expires_at: null, limits, defaults, usage: { usd_today: 0 } },
    ]);
  });

  it.each([
    { scopes: [] },
    { scopes: ['root'] },
    { models: [] },
    { models: ['a\u0000b'] },
    { project: '' },
    { limits: { usd_per_day: 0 } },
    { limits: { requests_per_minute: 1.5 } },
    { defaults: { cache: 'never' } },
    { defaults: { cache_ttl_seconds: 604_801 } },
    { expires_at: now * 1000 },
  ])('cannot have %j', async (asked) => {
    const server = await createClockedServer();
    const payload = { name: 'x', ...asked };
    expect(await ask(server, server.authorization, { url: '/api/keys', payload })).toMatchObject([
      400,
      { error: { code: 'invalid_request' } },
    ]);
  });

  it('is of no use from the moment that it expires', async () => {
    const server = await createClockedServer();
    const headers = await createKeyWith(server, { expires_at: now * 1000 + hourUs });
    const read = () => server.app.inject({ url: '/api/projects', headers });
    expect((await read()).statusCode).toBe(200);
    server.clock.time += 3_600_000;
    const answer = await read();
    expect([answer.statusCode, answer.json<Refusal>().error?.code]).toEqual([401, 'expired_key']);
    expect(answer.body).toContain(new Date(server.clock.time).toISOString());
  });
});

async function make(server: TestServer, parent: { authorization: string }, payload: TemporaryKeyInput) {
  const [status, answer] = await ask(server, parent, { url: '/api/keys/temporary', payload });
  return { status, answer, headers: { authorization: `Bearer ${answer.key}` } };
}

describe('a temporary key', () => {
  it('lives ten minutes, or as long as is asked for, but no longer than its parent', async () => {
    const server = await createClockedServer();
    const parent = await createKeyWith(server, { scopes: ['gateway'], expires_at: now * 1000 + hourUs });
    const livesSeconds = async (ttl_seconds?: number) =>
      ((await make(server, parent, { ttl_seconds })).answer.expires_at! - now * 1000) / 1_000_000;
    expect(await livesSeconds()).toBe(600);
    expect(await livesSeconds(1)).toBe(1);
    expect(await livesSeconds(86_400)).toBe(3600);
    expect((await make(server, parent, { ttl_seconds: 86_401 })).status).toBe(400);
  });

  it('may use the gateway only, and makes no others', async () => {
    const server = await createClockedServer();
    const limits = { usd_per_day: 1 };
    const defaults = { cache: 'auto' as const, fallback_models: ['us.b'] };
    const parent = await createKeyWith(server, { limits, defaults, models: ['us.*'] });
    const { status, answer, headers } = await make(server, parent, { model: 'us.a', project: 'p' });
    expect([status, answer]).toMatchObject([
      201,
      {
        scopes: ['gateway'],
        project: 'p',
        models: ['us.a'],
        limits,
        defaults,
        parent_id: expect.any(String) as string,
      },
    ]);
    expect((await server.app.inject({ url: '/api/projects', headers })).statusCode).toBe(403);
    expect((await make(server, headers, {})).answer.error?.code).toBe('exceeds_grant');
    expect((await make(server, parent, { model: 'eu.a' })).answer.error?.code).toBe('exceeds_grant');
  });

  it('is what Braintrust’s clients get for theirs', async () => {
    const server = await createClockedServer();
    const parent = await createKeyWith(server, { scopes: ['gateway'], models: ['us.*'] });
    const payload = { model: 'us.a', ttl_seconds: 60, logging: { project_name: 'p', compress_audio: true } };
    const request = { method: 'POST', url: '/v1/credentials', headers: parent } as const;
    const answer = await server.app.inject({ ...request, payload });
    expect(answer.statusCode).toBe(200);
    const { key } = answer.json<{ key: string }>();
    const headers = { authorization: `Bearer ${key}` };
    expect((await server.app.inject({ url: '/api/projects', headers })).statusCode).toBe(403);
    expect((await make(server, headers, {})).answer.error?.code).toBe('exceeds_grant');
    expect((await server.app.inject({ ...request, payload: { model: 'eu.a' } })).statusCode).toBe(403);
  });

  it('ends with its parent, at once', async () => {
    const server = await createClockedServer();
    const parent = await createKeyWith(server, { scopes: ['gateway'] });
    const { answer, headers } = await make(server, parent, {});
    const use = () => server.app.inject({ url: '/api/info', headers });
    expect((await use()).statusCode).toBe(200);
    const url = `/api/keys/${answer.parent_id}`;
    await server.app.inject({ method: 'DELETE', url, headers: server.authorization });
    expect((await use()).statusCode).toBe(401);
  });

  it('can be revoked alone', async () => {
    const server = await createClockedServer();
    const { answer, headers } = await make(server, server.authorization, {});
    const url = `/api/keys/${answer.id}`;
    await server.app.inject({ method: 'DELETE', url, headers: server.authorization });
    expect((await server.app.inject({ url: '/api/info', headers })).statusCode).toBe(401);
    expect((await make(server, server.authorization, {})).status).toBe(201);
  });
});

it.each([
  ['a', 'a', true],
  ['a', 'ab', false],
  ['*', '', true],
  ['a*', 'a', true],
  ['a*a', 'a', false],
  ['a*a', 'aa', true],
  ['*.claude-*-v1:0', 'us.claude-x-v1:0', true],
  ['*b*b*', 'abc', false],
  ['*b*b*', 'abcb', true],
  ['a.c', 'abc', false],
  [`${'*a'.repeat(500)}b`, 'a'.repeat(5000), false],
])('the pattern %s on %s: %s', (pattern, name, isMatch) => {
  expect(matchesModel([pattern], name)).toBe(isMatch);
});
