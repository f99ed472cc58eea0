import {
  connectionStepNames,
  type ConnectionStep,
  type ConnectionTest,
  type ProviderInput,
  type ProviderTrust,
} from '@outcrop/protocol';
import {
  defaultBearerToken,
  defaultCredentials,
  startEmulator,
  type EmulatorOptions,
} from '@outcrop/emulator';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createKeyWith } from '../testing/create-key-with.ts';
import { createTestServer, testProviderConfig, type TestServer } from '../testing/create-test-server.ts';

const roleArn = 'arn:aws:iam::210987654321:role/outcrop-bedrock';
const { accessKeyId, secretAccessKey } = defaultCredentials;

async function createServers(options: EmulatorOptions = {}, stsEndpoint?: string) {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.close());
  const server = await createTestServer({
    config: { providers: { ...testProviderConfig, stsEndpoint: stsEndpoint ?? emulator.url } },
    loadServerCredentials: async () => defaultCredentials,
  });
  const base = { name: 'tested', region: 'us-east-1', api_base: emulator.url };
  const test = async (input: Partial<ProviderInput>) => testInput(server, { ...base, ...input });
  return { emulator, server, test };
}

async function testInput({ app, authorization }: TestServer, payload: object): Promise<ConnectionTest> {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/providers/test',
    headers: authorization,
    payload,
  });
  expect([answer.statusCode, answer.body]).toEqual([200, expect.any(String)]);
  return answer.json<ConnectionTest>();
}

const statusesOf = ({ steps }: ConnectionTest) => steps.map(({ name, status }) => `${name} ${status}`);
const failureOf = ({ steps }: ConnectionTest) => steps.find(({ error }) => error)?.error;

const iam = (secret = secretAccessKey): ProviderInput['auth'] => ({
  type: 'iam_credentials',
  access_key_id: accessKeyId,
  secret_access_key: secret,
});

describe('a connection test', () => {
  it('walks from an access key to the answer of a model', async () => {
    const { test, emulator } = await createServers();
    const result = await test({ auth: iam() });
    expect(statusesOf(result)).toEqual([
      'credentials passed',
      'sts passed',
      'permission passed',
      'model_call passed',
    ]);
    expect(result.is_connected).toBe(true);
    expect(result.steps[1]?.message).toContain('arn:aws:iam::123456789012:user/emulator');
    expect(result.steps[2]?.message).toMatch(/can see \d{3} models and profiles in us-east-1/);
    expect(result.steps[3]?.message).toContain('amazon.nova-micro-v1:0 answered');
    expect(emulator.requests.map(({ operation }) => operation)).toContain('Converse');
  });

  it('tells each step as it ends to who asks for lines', async () => {
    const { server, emulator } = await createServers();
    const { app, authorization } = server;
    const answer = await app.inject({
      method: 'POST',
      url: '/api/providers/test',
      headers: { ...authorization, accept: 'application/x-ndjson' },
      payload: { name: 'tested', region: 'us-east-1', api_base: emulator.url, auth: iam() },
      payloadAsStream: true,
    });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/x-ndjson']);
    const chunks: string[] = [];
    for await (const chunk of answer.stream()) chunks.push(String(chunk));
    // A chunk a step: none waits for the next.
    expect(chunks.map((chunk) => (JSON.parse(chunk) as ConnectionStep).name)).toEqual(connectionStepNames);
  });

  it.each<[string, ProviderInput['auth'], string[], string, string]>([
    [
      'a wrong secret',
      iam('wrong'),
      ['credentials passed', 'sts failed'],
      'SignatureDoesNotMatch',
      'enter both again',
    ],
    [
      'an unknown access key',
      { type: 'iam_credentials', access_key_id: 'AKIDNOBODY12', secret_access_key: 'x' },
      ['credentials passed', 'sts failed'],
      'InvalidClientTokenId',
      'copy it again',
    ],
    [
      'a wrong API key',
      { type: 'api_key', api_key: 'planted-wrong-key-0123' },
      ['credentials passed', 'sts skipped', 'permission failed'],
      'AccessDeniedException',
      'does not take this API key',
    ],
    [
      'a role that may not be assumed',
      { type: 'assume_role', role_arn: roleArn },
      ['credentials passed', 'sts failed'],
      'AccessDenied',
      'trust policy',
    ],
  ])('names the step that fails with %s, and the way out', async (...failing) => {
    const [, auth, steps, type, wayOut] = failing;
    const { test } = await createServers({ roles: {} });
    const result = await test({ auth });
    expect(result.is_connected).toBe(false);
    expect(statusesOf(result).slice(0, steps.length)).toEqual(steps);
    expect(
      statusesOf(result)
        .slice(steps.length)
        .every((step) => step.endsWith('skipped')),
    ).toBe(true);
    expect(failureOf(result)).toMatchObject({ type, way_out: expect.stringContaining(wayOut) });
    expect(JSON.stringify(result)).not.toContain('planted');
  });

  it('goes on without STS where only a role needs it', async () => {
    const { test } = await createServers({}, 'http://127.0.0.1:9');
    const result = await test({ auth: iam() });
    expect(statusesOf(result)).toEqual([
      'credentials passed',
      'sts skipped',
      'permission passed',
      'model_call passed',
    ]);
    expect(result.steps[1]?.message).toMatch(
      /^Warning: .*STS cannot be reached from this server \(ECONNREFUSED\)/,
    );
    expect(result.is_connected).toBe(true);
    const role = await test({ auth: { type: 'assume_role', role_arn: roleArn } });
    expect(statusesOf(role)[0]).toBe('credentials failed');
    expect(failureOf(role)).toMatchObject({
      type: 'sts_unreachable',
      way_out: expect.stringContaining('Let this server reach STS') as string,
    });
  });

  it('takes an API key, which needs no STS', async () => {
    const { test } = await createServers();
    const result = await test({ auth: { type: 'api_key', api_key: defaultBearerToken } });
    expect(result.steps[0]?.message).toBe('The Bedrock API key is kept.');
    expect(statusesOf(result)).toEqual([
      'credentials passed',
      'sts skipped',
      'permission passed',
      'model_call passed',
    ]);
    expect(result.is_connected).toBe(true);
  });

  it('assumes a role with the external id that the trust document shows', async () => {
    const { server, test } = await createServers();
    const { app, authorization } = server;
    const answer = await app.inject({ url: '/api/providers/trust?region=eu-west-1', headers: authorization });
    const trust = answer.json<ProviderTrust>();
    expect(trust).toMatchObject({
      principal_arn: 'arn:aws:iam::123456789012:user/emulator',
      account_id: '123456789012',
      problem: null,
      server_credentials_allowed: true,
    });
    for (const document of [trust.trust_policy, trust.cli_script, trust.cloudformation, trust.terraform]) {
      expect(document).toContain(trust.external_id);
      expect(document).toContain('arn:aws:iam::123456789012:user/emulator');
    }
    expect(trust.permission_policy).toContain('bedrock:GetPrompt');
    const narrow = await createKeyWith(server, { scopes: ['admin'], project: 'own' });
    for (const [project, status] of [
      ['', 403],
      ['&project=foreign', 403],
      ['&project=own', 200],
    ] as const) {
      const url = `/api/providers/trust?region=eu-west-1${project}`;
      expect((await app.inject({ url, headers: narrow })).statusCode).toBe(status);
    }
    for (const json of [trust.trust_policy, trust.permission_policy, trust.cloudformation]) {
      expect(() => void JSON.parse(json)).not.toThrow();
    }
    const strict = await createServers({ roles: { [roleArn]: { externalId: trust.external_id } } });
    const auth: ProviderInput['auth'] = { type: 'assume_role', role_arn: roleArn };
    // Another Outcrop has another external id.
    expect(statusesOf(await strict.test({ auth }))).toContain('sts failed');
    const matching = await startEmulator({ roles: { [roleArn]: { externalId: trust.external_id } } });
    onTestFinished(() => matching.close());
    const trusted = await createTestServer({
      workspaceStore: server.workspaceStore,
      config: { providers: { ...testProviderConfig, stsEndpoint: matching.url } },
      loadServerCredentials: async () => defaultCredentials,
    });
    const result = await testInput(trusted, {
      name: 'role',
      region: 'us-east-1',
      api_base: matching.url,
      auth,
    });
    expect(result).toMatchObject({ is_connected: true });
    expect(await test({ auth })).toMatchObject({ is_connected: true });
  });

  it('warns where models cannot be listed, and goes on', async () => {
    const denied =
      'status=403:AccessDeniedException:not%20authorized%20to%20perform%20bedrock%3AListFoundationModels';
    const { test } = await createServers({
      script: [{ operation: 'ListFoundationModels', behaviour: denied }],
    });
    const result = await test({ auth: iam() });
    expect(result.is_connected).toBe(true);
    expect(result.steps[2]).toMatchObject({ status: 'passed', message: expect.stringContaining('Warning') });
    expect(result.steps[2]?.message).toContain('Allow bedrock:ListFoundationModels');
  });

  it('says that nobody is there', async () => {
    const { server } = await createServers();
    const gone = await startEmulator();
    await gone.close();
    const input = { name: 'x', region: 'us-east-1', api_base: gone.url, auth: iam() };
    expect(failureOf(await testInput(server, input))).toMatchObject({
      type: 'upstream_unreachable',
      status: null,
      way_out: expect.stringContaining('API base'),
    });
  });

  it('says that the operator keeps the server’s credentials from providers', async () => {
    const server = await createTestServer({
      config: { providers: { ...testProviderConfig, isServerCredentialsAllowed: false } },
    });
    const input = { name: 'x', region: 'us-east-1', auth: { type: 'server_credentials' } };
    expect(failureOf(await testInput(server, input))).toMatchObject({ type: 'server_credentials_off' });
    const { app, authorization } = server;
    const trust = await app.inject({ url: '/api/providers/trust', headers: authorization });
    expect(trust.json()).toMatchObject({
      principal_arn: null,
      problem: expect.stringContaining('OUTCROP_SERVER_CREDENTIALS'),
      server_credentials_allowed: false,
    });
  });
});
