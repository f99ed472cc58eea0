import type { ApiKeyInput, ApiKeySummary, CreatedApiKey } from '@outcrop/protocol';
import { describe, expect, it } from 'vitest';
import { createKeyWith } from '../testing/create-key-with.ts';
import { createTestServer, type TestServer } from '../testing/create-test-server.ts';

type Headers = { authorization: string };

async function makeKey(
  { app, authorization }: TestServer,
  asked: Partial<ApiKeyInput> = {},
): Promise<CreatedApiKey> {
  const payload = { name: 'ci', ...asked };
  return (await app.inject({ method: 'POST', url: '/api/keys', headers: authorization, payload })).json();
}

async function change(
  { server, headers = server.authorization }: { server: TestServer; headers?: Headers },
  id: string,
  payload: object,
) {
  const answer = await server.app.inject({ method: 'PATCH', url: `/api/keys/${id}`, headers, payload });
  return [answer.statusCode, answer.json<ApiKeySummary & { error?: { code: string } }>()] as const;
}

async function readStatus({ app }: TestServer, key: string): Promise<number> {
  const headers = { authorization: `Bearer ${key}` };
  return (await app.inject({ method: 'GET', url: '/api/projects', headers })).statusCode;
}

describe('changing a key', () => {
  it('changes what is given, keeps the rest, and counts for the next request', async () => {
    const server = await createTestServer();
    const made = await makeKey(server, { scopes: ['read'], limits: { usd_per_day: 1 } });
    expect(await readStatus(server, made.key)).toBe(200);
    const [status, changed] = await change({ server }, made.id, { name: ' build ', scopes: ['ingest'] });
    expect(status).toBe(200);
    expect(changed).toMatchObject({
      id: made.id,
      name: 'build',
      scopes: ['ingest'],
      limits: { usd_per_day: 1 },
    });
    expect(changed).not.toHaveProperty('key');
    expect(await readStatus(server, made.key)).toBe(403);
    const { entries } = await server.workspaceStore.listAuditLog({ limit: 1 });
    expect(entries).toMatchObject([
      { action: 'key.updated', subject: 'build', details: { scopes: 'ingest' } },
    ]);
  });

  it('lifts a restriction with null', async () => {
    const server = await createTestServer();
    const { id } = await makeKey(server, { models: ['a'], project: 'p', limits: { usd_per_day: 1 } });
    const lifted = { models: null, project: null, limits: {} };
    expect(await change({ server }, id, lifted)).toMatchObject([200, lifted]);
  });

  it.each([{ scopes: [] }, { name: ' ' }, { expires_at: 5 }, { limits: { usd_per_day: -1 } }])(
    'refuses %j',
    async (asked) => {
      const server = await createTestServer();
      const { id } = await makeKey(server);
      expect((await change({ server }, id, asked))[0]).toBe(400);
    },
  );

  it('gives nobody more than who changes it has', async () => {
    const server = await createTestServer();
    const { id } = await makeKey(server, { project: 'a', models: ['x'] });
    const narrow = await createKeyWith(server, { project: 'a', models: ['x*'] });
    const refused = [403, { error: { code: 'exceeds_grant' } }];
    expect(await change({ server, headers: narrow }, id, { models: ['y'] })).toMatchObject(refused);
    expect(await change({ server, headers: narrow }, id, { project: 'b' })).toMatchObject(refused);
    expect(await change({ server, headers: narrow }, id, { models: null, project: null })).toMatchObject([
      200,
      { models: ['x*'], project: 'a' },
    ]);
    const limited = await createKeyWith(server, { project: 'a', limits: { usd_per_day: 1 } });
    expect(await change({ server, headers: limited }, id, { name: 'mine' })).toMatchObject(refused);
    const foreign = await createKeyWith(server, { project: 'b' });
    expect(await change({ server, headers: foreign }, id, { name: 'mine' })).toMatchObject([
      404,
      { error: { code: 'key_not_found' } },
    ]);
  });
});
