import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmulator, type Emulator } from '@outcrop/emulator';
import type { ProviderAuthInput, ProviderInput } from '@outcrop/protocol';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createKeyWith } from '../testing/create-key-with.ts';
import { createTestDirectory, createTestServer, type TestServer } from '../testing/create-test-server.ts';

const secrets = {
  secretAccessKey: 'planted-secret-access-key-0123456789abcd',
  sessionToken: 'planted-session-token-0123456789',
  bedrockKey: 'planted-bedrock-api-key-0123456789',
  wrongSecret: 'planted-wrong-secret-key-0123456789',
  headerValue: 'planted-header-value-0123456789',
  clientHeader: 'planted-client-header-0123456789',
  wrongKey: 'planted-wrong-outcrop-key-0123456789',
};
const accessKeyId = 'AKIAPLANTED000000000';
const nova = 'amazon.nova-pro-v1:0';
const claude = 'us.anthropic.claude-sonnet-4-20250514-v1:0';
const chat = { messages: [{ role: 'user', content: 'Hello' }] };
const converse = { messages: [{ role: 'user', content: [{ text: 'Hello' }] }] };

type Headers = Record<string, string>;

async function startBedrock(): Promise<Emulator> {
  const { secretAccessKey, sessionToken, bedrockKey } = secrets;
  const emulator = await startEmulator({
    credentials: [{ accessKeyId, secretAccessKey, sessionToken }],
    bearerTokens: [bedrockKey],
  });
  onTestFinished(() => emulator.close());
  return emulator;
}

async function addProvider(
  { app, authorization }: TestServer,
  provider: Omit<ProviderInput, 'region'>,
): Promise<string> {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/providers',
    headers: authorization,
    payload: { region: 'us-east-1', ...provider },
  });
  expect(answer.statusCode).toBe(201);
  return answer.json<{ id: string }>().id;
}

interface Call {
  path: string;
  body?: object | string;
  headers?: Headers;
}

const signing = (secretAccessKey: string): ProviderAuthInput => ({
  type: 'iam_credentials',
  access_key_id: accessKeyId,
  secret_access_key: secretAccessKey,
  session_token: secrets.sessionToken,
});

async function createCaller(server: TestServer) {
  const url = await server.app.listen({ port: 0, host: '127.0.0.1' });
  return async ({ path, body, headers }: Call) => {
    const answer = await fetch(`${url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { ...server.authorization, 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, text: `${text}\n${JSON.stringify([...answer.headers])}` };
  };
}

/** Of each kind, one that succeeds where the provider is right. */
const calls: readonly Call[] = [
  { path: '/v1/chat/completions', body: { ...chat, model: nova } },
  { path: '/v1/chat/completions', body: { ...chat, model: nova, stream: true } },
  { path: '/v1/responses', body: { model: nova, input: 'Hello' } },
  { path: '/v1/messages', body: { ...chat, model: claude, max_tokens: 50 } },
  { path: '/v1/messages', body: { ...chat, model: claude, max_tokens: 50, stream: true } },
  { path: '/v1/messages/count_tokens', body: { ...chat, model: claude } },
  { path: '/v1/embeddings', body: { model: 'amazon.titan-embed-text-v2:0', input: ['a', 'b'] } },
  { path: `/model/${nova}/converse`, body: converse },
  { path: `/model/${nova}/converse-stream`, body: converse },
  {
    path: `/model/${claude}/invoke`,
    body: { ...chat, anthropic_version: 'bedrock-2023-05-31', max_tokens: 50 },
  },
];

const failingCalls: readonly Call[] = [
  { path: '/v1/chat/completions', body: '{oops' },
  { path: '/v1/chat/completions', body: { ...chat, model: 'no-such-model' } },
  { path: '/v1/chat/completions', body: { model: nova, messages: 7 } },
  { path: '/v1/messages', body: { model: claude, messages: [] } },
  { path: `/model/${nova}/converse`, body: {} },
  { path: '/model/no-such-model/converse', body: converse },
  ...['/v1/chat/completions', '/v1/messages', `/model/${nova}/converse`].map((path) => ({
    path,
    body: { ...chat, model: nova },
    headers: { authorization: `Bearer ${secrets.wrongKey}` },
  })),
];

/** Every file below, as bytes. */
async function readFiles(directory: string): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(path, await readFile(path));
  }
  return files;
}

describe('secrets of providers and of clients', () => {
  it('stand in no answer, span, log or file, whatever becomes of the call', async () => {
    const emulator = await startBedrock();
    const log: string[] = [];
    const accessLog = join(await createTestDirectory(), 'access.log');
    const server = await createTestServer({
      logStream: { write: (line) => log.push(line) },
      config: { accessLog },
    });
    const outcropKey = server.apiKey;
    const told: string[] = [];
    const call = await createCaller(server);
    const headers = { 'x-extra': secrets.headerValue };
    const client: Headers = { 'x-client-secret': secrets.clientHeader, cookie: `a=${secrets.clientHeader}` };
    const providers = [
      { name: 'signing', auth: signing(secrets.secretAccessKey), api_base: emulator.url, succeeds: true },
      {
        name: 'bearer',
        auth: { type: 'api_key' as const, api_key: secrets.bedrockKey },
        api_base: emulator.url,
        succeeds: true,
      },
      { name: 'wrong', auth: signing(secrets.wrongSecret), api_base: emulator.url, succeeds: false },
      {
        name: 'gone',
        auth: signing(secrets.secretAccessKey),
        api_base: 'http://127.0.0.1:9',
        succeeds: false,
      },
    ];
    for (const { succeeds, ...provider } of providers) {
      const id = await addProvider(server, { ...provider, headers });
      for (const one of calls) {
        const steering = { 'x-outcrop-provider': provider.name, 'x-outcrop-retries': '0' };
        const { status, text } = await call({ ...one, headers: { ...client, ...steering } });
        expect([provider.name, one.path, status < 400]).toEqual([provider.name, one.path, succeeds]);
        told.push(text);
      }
      told.push((await call({ path: `/api/providers/${id}/test`, body: {} })).text);
    }
    for (const one of failingCalls) {
      const { status, text } = await call({ ...one, headers: { ...client, ...one.headers } });
      expect(status).toBeGreaterThanOrEqual(400);
      told.push(text);
    }
    const expected = providers.length * calls.length;
    const spans = await vi.waitFor(async () => {
      const { text } = await call({ path: '/api/projects/default/traces?limit=100' });
      const ids = [...text.matchAll(/"trace_id":"(\w+)"/g)].map(([, id]) => id ?? '');
      expect(ids.length).toBeGreaterThanOrEqual(expected);
      return Promise.all(
        ids.map(async (id) => (await call({ path: `/api/traces/${id}?content=full` })).text),
      );
    });
    const pages = ['/api/providers', '/api/models', '/api/audit-log', '/api/keys', '/v1/models', '/metrics'];
    for (const path of pages) told.push((await call({ path })).text);
    await server.app.close();
    const all = { answers: told, spans, log, accessLog: [await readFile(accessLog, 'utf8')] };
    // What is looked through holds what is no secret.
    expect(all.answers.join('')).toContain(accessKeyId);
    expect(all.spans.join('')).toContain('Hello');
    expect(all.accessLog.join('')).toContain(nova);
    for (const [name, secret] of Object.entries({ ...secrets, outcropKey })) {
      for (const [place, texts] of Object.entries(all)) {
        expect([name, place, texts.filter((text) => text.includes(secret))]).toEqual([name, place, []]);
      }
      for (const [path, bytes] of await readFiles(server.directory)) {
        expect([name, path, bytes.includes(secret)]).toEqual([name, path, false]);
      }
    }
  });
});

const arnOf = (project: string) =>
  `arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/${project}`;

const asksOf = (model: string, headers: Headers = {}): Call[] => [
  { path: '/v1/chat/completions', body: { ...chat, model }, headers },
  { path: '/v1/messages', body: { ...chat, model, max_tokens: 9 }, headers },
  { path: '/v1/responses', body: { input: 'Hello', model }, headers },
  { path: '/v1/embeddings', body: { input: 'Hello', model }, headers },
  { path: `/model/${encodeURIComponent(model)}/converse`, body: converse, headers },
];

/** Two projects, each with a provider, models of its own and a key. */
async function createProjects() {
  const server = await createTestServer();
  const bedrocks = { alpha: await startBedrock(), beta: await startBedrock() };
  for (const project of ['alpha', 'beta'] as const) {
    const id = await addProvider(server, {
      name: `${project}-provider`,
      project,
      api_base: bedrocks[project].url,
      auth: signing(secrets.secretAccessKey),
      include_default_models: project === 'beta',
    });
    const models = { [`${project}-model`]: nova, [`${project}-arn`]: arnOf(project) };
    for (const [name, modelId] of Object.entries(models)) {
      const payload = { name, model_id: modelId, format: 'converse', project, provider_id: id };
      const { app, authorization } = server;
      const answer = await app.inject({
        method: 'POST',
        url: '/api/models',
        headers: authorization,
        payload,
      });
      expect(answer.statusCode).toBe(201);
    }
  }
  const call = await createCaller(server);
  const keys = {
    alpha: await createKeyWith(server, { project: 'alpha' }),
    beta: await createKeyWith(server, { project: 'beta' }),
  };
  return { call, keys, bedrocks, server };
}

describe('a key of one project', () => {
  it('reaches neither models nor providers of another, by no name and no way', async () => {
    const { call, keys, bedrocks } = await createProjects();
    const attempts: [call: Call, statuses: number[]][] = [
      ...asksOf('alpha-model').map((ask): [Call, number[]] => [ask, [404]]),
      ...asksOf('bedrock/alpha-model').map((ask): [Call, number[]] => [ask, [404]]),
      ...asksOf('alpha-arn').map((ask): [Call, number[]] => [ask, [404]]),
      ...asksOf('beta-model', { 'x-outcrop-project': 'alpha' }).map((ask): [Call, number[]] => [ask, [403]]),
      ...asksOf('beta-model', { 'x-outcrop-provider': 'alpha-provider' }).map((ask): [Call, number[]] => [
        ask,
        [404],
      ]),
      ...asksOf('beta-model', { 'x-bt-endpoint-name': 'alpha-provider' }).map((ask): [Call, number[]] => [
        ask,
        [404],
      ]),
      ...asksOf('x', { 'x-outcrop-fallback-models': 'alpha-model,alpha-arn' }).map(
        (ask): [Call, number[]] => [ask, [404]],
      ),
      [{ path: '/v1/chat/completions', body: { ...chat, model: 'x', models: ['alpha-model'] } }, [404]],
      [{ path: '/v1/models/alpha-model' }, [404]],
      [{ path: '/api/models?project=alpha' }, [403]],
      [{ path: '/api/projects/alpha/traces' }, [403]],
    ];
    for (const [attempt, statuses] of attempts) {
      const headers = { ...attempt.headers, ...keys.beta };
      const { status, text } = await call({ ...attempt, headers });
      expect([attempt, statuses.includes(status), status]).toEqual([attempt, true, status]);
      expect(text).not.toContain(bedrocks.alpha.url);
    }
    // An ARN may be anybody's, so that one's own account is asked for it.
    for (const ask of asksOf(arnOf('alpha'))) await call({ ...ask, headers: keys.beta });
    const listed = await call({ path: '/v1/models', headers: keys.beta });
    expect(listed.text).toContain('beta-model');
    expect(listed.text).not.toContain('alpha');
    expect(bedrocks.alpha.requests.filter(({ operation }) => operation === 'Converse')).toEqual([]);
  });

  it('reaches its own, also where it is told that its calls are another’s', async () => {
    const { call, keys, bedrocks } = await createProjects();
    const [ask] = asksOf('beta-model', { ...keys.beta, 'x-bt-parent': 'project_name:alpha' });
    expect(ask && (await call(ask)).status).toBe(200);
    expect(bedrocks.beta.requests.filter(({ operation }) => operation === 'Converse')).toHaveLength(1);
    expect(bedrocks.alpha.requests.filter(({ operation }) => operation === 'Converse')).toEqual([]);
    const traces = await vi.waitFor(async () => {
      const { text } = await call({ path: '/api/projects/beta/traces', headers: keys.beta });
      expect(text).toContain('trace_id');
      return text;
    });
    const traceId = /"trace_id":"(\w+)"/.exec(traces)?.[1] ?? '';
    expect((await call({ path: `/api/traces/${traceId}`, headers: keys.alpha })).status).toBe(404);
  });

  it('is not taken for that of a project whose name and model together read the same', async () => {
    const { call, bedrocks, server } = await createProjects();
    const project = 'gamma\nx';
    const auth = signing(secrets.secretAccessKey);
    await addProvider(server, { name: 'odd', project, api_base: bedrocks.alpha.url, auth });
    const ask = async (asking: string, model: string): Promise<number> => {
      const headers = await createKeyWith(server, { project: asking });
      return (await call({ path: '/v1/chat/completions', body: { ...chat, model }, headers })).status;
    };
    // What was found is kept once the account's models are known.
    const seen = () => bedrocks.alpha.requests.map(({ operation }) => operation);
    expect(await ask(project, nova)).toBe(200);
    await vi.waitFor(() => expect(seen()).toContain('ListInferenceProfiles'));
    for (let times = 0; times < 3; times += 1) expect(await ask(project, nova)).toBe(200);
    expect(await ask('gamma', `x\n${nova}`)).toBe(404);
  });
});
