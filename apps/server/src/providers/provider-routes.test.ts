import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiErrorBody, ProviderInput, ProviderList, ProviderSummary } from '@outcrop/protocol';
import type { LightMyRequestResponse } from 'fastify';
import { describe, expect, it } from 'vitest';
import { createSecretKey } from '../secrets/secret-key.ts';
import {
  createTestDirectory,
  createTestServer,
  testProviderConfig,
  type TestServer,
} from '../testing/create-test-server.ts';

const secretAccessKey = 'planted/secret+access+key/0123456789abcd';
const sessionToken = 'planted-session-token-0123456789';
const headerSecret = 'planted-header-value';

const iamInput: ProviderInput = {
  name: 'Frankfurt',
  region: 'eu-central-1',
  auth: {
    type: 'iam_credentials',
    access_key_id: 'AKIDPLANTED12345',
    secret_access_key: secretAccessKey,
    session_token: sessionToken,
  },
  headers: { 'X-Tenant': headerSecret },
};
const keyInput: ProviderInput = {
  name: 'By key',
  region: 'us-east-1',
  auth: { type: 'api_key', api_key: 'ABSKplanted-bedrock-api-key-wxyz' },
};

interface ApiRequest {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  payload?: object;
}

function call(
  { app, authorization }: TestServer,
  url: string,
  request: ApiRequest = {},
): Promise<LightMyRequestResponse> {
  return app.inject({ url, headers: authorization, ...request });
}

async function create(server: TestServer, payload: object): Promise<ProviderSummary> {
  const answer = await call(server, '/api/providers', { method: 'POST', payload });
  expect([answer.statusCode, answer.body]).toEqual([201, expect.any(String)]);
  return answer.json<ProviderSummary>();
}

async function refuse(server: TestServer, payload: object): Promise<[number, string, string]> {
  const answer = await call(server, '/api/providers', { method: 'POST', payload });
  const { code, message } = answer.json<ApiErrorBody>().error;
  return [answer.statusCode, code, message];
}

describe('providers', () => {
  it('are created with what is not said, and listed without their secrets', async () => {
    const server = await createTestServer();
    const created = await create(server, iamInput);
    expect(created).toMatchObject({
      type: 'bedrock',
      name: 'Frankfurt',
      project: null,
      region: 'eu-central-1',
      api_base: null,
      http_version: 'auto',
      include_default_models: true,
      priority: 0,
      weight: 1,
      is_enabled: true,
      problem: null,
      auth: { type: 'iam_credentials', access_key_id: 'AKIDPLANTED12345', has_session_token: true },
      header_names: ['x-tenant'],
    });
    const list = await call(server, '/api/providers');
    expect(list.json<ProviderList>().providers).toEqual([created]);
  });

  it('are listed in the order in which they are tried', async () => {
    const server = await createTestServer();
    await create(server, { ...keyInput, name: 'second', priority: 2 });
    await create(server, { ...keyInput, name: 'first', priority: 1 });
    await create(server, { ...keyInput, name: 'own', priority: 9, project: 'p' });
    await create(server, { ...keyInput, name: 'other', project: 'q' });
    const list = async (query: string) =>
      (await call(server, `/api/providers${query}`)).json<ProviderList>().providers.map(({ name }) => name);
    expect(await list('?project=p')).toEqual(['own', 'first', 'second']);
    expect(await list('')).toEqual(['other', 'own', 'first', 'second']);
  });

  it('keep what a change leaves out, secrets too', async () => {
    const server = await createTestServer();
    const created = await create(server, iamInput);
    const url = `/api/providers/${created.id}`;
    const changed = await call(server, url, { method: 'PATCH', payload: { priority: 5, project: 'p' } });
    expect(changed.json()).toEqual({
      ...created,
      priority: 5,
      project: 'p',
      updated_at: changed.json<ProviderSummary>().updated_at,
    });
    const noSecret = { type: 'iam_credentials', access_key_id: 'AKIDPLANTED12345' };
    const same = await call(server, url, { method: 'PATCH', payload: { auth: noSecret } });
    expect(same.json<ProviderSummary>().auth).toEqual(created.auth);
    const withoutToken = { ...noSecret, session_token: null };
    const removed = await call(server, url, { method: 'PATCH', payload: { auth: withoutToken } });
    expect(removed.json<ProviderSummary>().auth).toMatchObject({ has_session_token: false });
    const otherKey = { type: 'iam_credentials', access_key_id: 'AKIDOTHER1234567' };
    const refused = await call(server, url, { method: 'PATCH', payload: { auth: otherKey } });
    expect(refused.json<ApiErrorBody>().error.message).toContain('auth.secret_access_key is missing');
  });

  it('do not follow a new API base, where somebody could read them', async () => {
    const server = await createTestServer();
    const { id } = await create(server, { ...keyInput, headers: { 'x-tenant': headerSecret } });
    const change = (payload: object) => call(server, `/api/providers/${id}`, { method: 'PATCH', payload });
    const api_base = 'https://elsewhere.example';
    expect((await change({ api_base })).json<ApiErrorBody>().error.message).toContain(
      'give auth.api_key again',
    );
    const withKey = { api_base, auth: keyInput.auth };
    expect((await change(withKey)).json<ApiErrorBody>().error.message).toContain('give headers again');
    expect((await change({ ...withKey, headers: {} })).statusCode).toBe(200);
    const tested = await call(server, `/api/providers/${id}/test`, {
      method: 'POST',
      payload: { api_base: 'https://other.example' },
    });
    expect(tested.json<ApiErrorBody>().error.message).toContain('give auth.api_key again');
  });

  it('are removed once', async () => {
    const server = await createTestServer();
    const { id } = await create(server, keyInput);
    const remove = () => call(server, `/api/providers/${id}`, { method: 'DELETE' });
    expect((await remove()).statusCode).toBe(204);
    const again = await remove();
    expect([again.statusCode, again.json<ApiErrorBody>().error.code]).toEqual([404, 'provider_not_found']);
  });

  it('have names that differ within a project', async () => {
    const server = await createTestServer();
    await create(server, keyInput);
    await create(server, { ...keyInput, project: 'p' });
    expect(await refuse(server, keyInput)).toMatchObject([409, 'name_taken', expect.any(String)]);
  });

  it('say when a short-term key expires, and refuse one for another Region', async () => {
    const server = await createTestServer();
    const api_key = buildShortTermKey('us-east-1');
    const created = await create(server, { ...keyInput, auth: { type: 'api_key', api_key } });
    expect(created.auth).toMatchObject({
      type: 'api_key',
      expires_at: Date.parse('2026-11-27T21:30:00Z') * 1000,
      key_hint: `…${api_key.slice(-4)}`,
    });
    const wrong = { ...keyInput, name: 'x', region: 'eu-west-1', auth: { type: 'api_key', api_key } };
    expect((await refuse(server, wrong))[2]).toContain('short-term key for us-east-1');
    const move = { method: 'PATCH', payload: { region: 'eu-west-1' } } as const;
    expect((await call(server, `/api/providers/${created.id}`, move)).statusCode).toBe(400);
  });

  it('show nothing of a key that is short', async () => {
    const server = await createTestServer();
    const auth = { type: 'api_key', api_key: 'short-key' };
    expect((await create(server, { ...keyInput, auth })).auth).toMatchObject({ key_hint: '' });
    const { entries } = await server.workspaceStore.listAuditLog({ limit: 1 });
    expect(entries[0]?.details).not.toHaveProperty('key_hint');
  });

  it('share an external id that Outcrop made', async () => {
    const server = await createTestServer();
    const auth = { type: 'assume_role', role_arn: 'arn:aws:iam::123456789012:role/team/outcrop' };
    const [first, second] = [
      await create(server, { ...keyInput, name: 'a', auth }),
      await create(server, { ...keyInput, name: 'b', auth: { ...auth, external_id: 'chosen' } }),
    ];
    expect(first.auth).toMatchObject({ ...auth, external_id: expect.stringMatching(/^outcrop-[\w-]{36}$/) });
    expect(second.auth).toEqual(first.auth);
  });

  const refused = [
    [{ name: ' ' }, 'name'],
    [{ region: 'Frankfurt' }, 'Region'],
    [{ weight: 0 }, 'weight'],
    [{ api_base: 'ftp://x' }, 'API base'],
    [{ api_base: 'https://user:pass@x' }, 'API base'],
    [{ api_base: 'https://x/?a=b' }, 'API base'],
    [{ api_base: 'https://x/#a' }, 'API base'],
    [{ api_base: 'http://169.254.169.254/latest' }, 'api_base'],
    [{ api_base: 'http://[fd00:ec2::254]' }, 'api_base'],
    [{ headers: { 'a b': 'x' } }, 'header'],
    [{ headers: { Authorization: 'x' } }, 'authorization'],
    [{ headers: { 'x-amz-date': 'x' } }, 'x-amz-date'],
    [{ headers: { 'x-a': 'planted\r\nhost: evil' } }, 'x-a'],
    [{ auth: { type: 'api_key' } }, 'auth.api_key'],
    [{ auth: { type: 'api_key', api_key: 'planted key' } }, 'auth.api_key'],
    [
      { auth: { type: 'iam_credentials', access_key_id: 'x y', secret_access_key: 'planted' } },
      'access_key_id',
    ],
    [{ auth: { type: 'assume_role', role_arn: 'arn:aws:iam::1:role/x' } }, 'auth.role_arn'],
  ] as const;
  it('refuse what cannot work, and name the field', async () => {
    const server = await createTestServer();
    for (const [changes, field] of refused) {
      const [status, , message] = await refuse(server, { ...keyInput, ...changes });
      expect([status, message]).toEqual([400, expect.stringContaining(field)]);
      expect(message).not.toContain('planted');
    }
    expect((await call(server, '/api/providers')).json()).toEqual({ providers: [] });
  });

  it('may be at a private address only where the operator allows it', async () => {
    const closed = await createTestServer({
      config: { providers: { ...testProviderConfig, isPrivateEndpointAllowed: false } },
    });
    const open = await createTestServer();
    for (const api_base of [
      'http://127.0.0.1:4311',
      'http://localhost',
      'http://10.1.2.3',
      'https://[::1]',
    ]) {
      expect((await refuse(closed, { ...keyInput, api_base }))[2]).toContain(
        'OUTCROP_ALLOW_PRIVATE_ENDPOINTS',
      );
      expect(
        await create(open, { ...keyInput, name: api_base, api_base: `${api_base}/base/` }),
      ).toMatchObject({
        api_base: `${api_base}/base`,
      });
    }
  });
});

/** A presigned URL in base64, as AWS's generator makes it; nobody signed this one. */
function buildShortTermKey(region: string): string {
  const query = new URLSearchParams({
    Action: 'CallWithBearerToken',
    'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
    'X-Amz-Credential': `ASIAPLANTED/20261127/${region}/bedrock/aws4_request`,
    'X-Amz-Date': '20261127T093000Z',
    'X-Amz-Expires': '43200',
    'X-Amz-SignedHeaders': 'host',
  });
  return `bedrock-api-key-${Buffer.from(`bedrock.amazonaws.com/?${query.toString()}&Version=1`).toString('base64')}`;
}

describe('secrets of providers', () => {
  it('are in no answer, no log and no file', async () => {
    const log: string[] = [];
    const directory = await createTestDirectory();
    const server = await createTestServer({
      config: { dataDirectory: directory },
      logStream: { write: (line) => void log.push(line) },
    });
    const answers: string[] = [];
    const tell = async (url: string, request: ApiRequest = {}) => {
      const { body } = await call(server, url, request);
      answers.push(body);
      return JSON.parse(body || '{}') as ProviderSummary;
    };
    const { id } = await tell('/api/providers', { method: 'POST', payload: iamInput });
    await tell('/api/providers', { method: 'POST', payload: keyInput });
    await tell(`/api/providers/${id}`, {
      method: 'PATCH',
      payload: { headers: { 'x-other': headerSecret } },
    });
    await tell('/api/providers');
    const files = [server.directory, directory].flatMap(listFiles);
    expect(files.some((file) => file.endsWith('workspace.db'))).toBe(true);
    const places = [...answers, ...log, ...files.map((file) => readFileSync(file, 'latin1'))];
    for (const secret of [secretAccessKey, sessionToken, headerSecret, 'ABSKplanted']) {
      for (const encoding of ['latin1', 'base64', 'base64url', 'hex'] as const) {
        const planted = Buffer.from(secret).toString(encoding).replace(/=+$/, '');
        expect(places.findIndex((place) => place.includes(planted))).toBe(-1);
      }
    }
  });

  it('are sealed anew when the key is replaced', async () => {
    const [first, second] = [createSecretKey(randomBytes(32)), createSecretKey(randomBytes(32))];
    const before = await createTestServer({
      config: { providers: { ...testProviderConfig, secretKey: first } },
    });
    const { id } = await create(before, iamInput);
    const open = (secretKey = second, previousSecretKey?: typeof first) =>
      createTestServer({
        workspaceStore: before.workspaceStore,
        config: { providers: { ...testProviderConfig, secretKey, previousSecretKey } },
      });

    const unreadable = (await before.workspaceStore.findProvider(id))?.sealed_secrets;
    expect(await readProblem(await open())).toContain(`sealed with the key ${first.id}`);
    // Nothing was destroyed.
    expect((await before.workspaceStore.findProvider(id))?.sealed_secrets).toBe(unreadable);
    expect(await readProblem(await open(first))).toBeNull();

    expect(await readProblem(await open(second, first))).toBeNull();
    expect((await before.workspaceStore.findProvider(id))?.sealed_secrets).toMatch(`v1.${second.id}.`);
    expect(await readProblem(await open(second))).toBeNull();
  });

  it('that cannot be opened are replaced only by others', async () => {
    const before = await createTestServer();
    const { id } = await create(before, iamInput);
    const server = await createTestServer({ workspaceStore: before.workspaceStore });
    const change = (payload: object) => call(server, `/api/providers/${id}`, { method: 'PATCH', payload });
    expect((await change({ priority: 1 })).json<ApiErrorBody>().error.message).toContain('headers');
    expect((await change({ headers: {} })).json<ApiErrorBody>().error.message).toContain('secret_access_key');
    const fixed = await change({ auth: iamInput.auth, headers: iamInput.headers });
    expect(fixed.json()).toMatchObject({ problem: null, header_names: ['x-tenant'] });
  });
});

async function readProblem(server: TestServer): Promise<string | null | undefined> {
  return (await call(server, '/api/providers')).json<ProviderList>().providers[0]?.problem;
}

function listFiles(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((path) => statSync(path).isFile());
}

describe('the audit log of providers', () => {
  it('has every change and no secret', async () => {
    const server = await createTestServer();
    const { id } = await create(server, iamInput);
    const url = `/api/providers/${id}`;
    await call(server, url, { method: 'PATCH', payload: { priority: 3, name: 'Renamed' } });
    await call(server, url, {
      method: 'PATCH',
      payload: { auth: { type: 'api_key', api_key: 'ABSKplanted-bedrock-api-key-wxyz' } },
    });
    await call(server, url, { method: 'PATCH', payload: { weight: -1 } });
    await call(server, url, { method: 'DELETE' });
    const { entries } = await server.workspaceStore.listAuditLog({ limit: 10 });
    expect(entries.map(({ action, subject, details }) => [action, subject, details])).toEqual([
      [
        'provider.deleted',
        'Renamed',
        { id, region: 'eu-central-1', project: null, auth_type: 'api_key', key_hint: '…wxyz' },
      ],
      ['provider.secret_replaced', 'Renamed', { id, auth_type: 'api_key', key_hint: '…wxyz' }],
      ['provider.updated', 'Frankfurt', { id, priority: 3, name: 'Renamed' }],
      [
        'provider.created',
        'Frankfurt',
        {
          id,
          region: 'eu-central-1',
          project: null,
          auth_type: 'iam_credentials',
          access_key_id: 'AKIDPLANTED12345',
        },
      ],
    ]);
  });
});
