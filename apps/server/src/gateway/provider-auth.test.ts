import { defaultBearerToken, defaultCredentials, startEmulator } from '@outcrop/emulator';
import type { ProviderAuthInput } from '@outcrop/protocol';
import { expect, it, onTestFinished } from 'vitest';
import { createTestServer, testProviderConfig } from '../testing/create-test-server.ts';

const { accessKeyId, secretAccessKey } = defaultCredentials;
const roleArn = 'arn:aws:iam::210987654321:role/outcrop-bedrock';

it.each<[ProviderAuthInput, string[]]>([
  [
    { type: 'iam_credentials', access_key_id: accessKeyId, secret_access_key: secretAccessKey },
    ['InvokeModel'],
  ],
  [{ type: 'api_key', api_key: defaultBearerToken }, ['InvokeModel']],
  [{ type: 'assume_role', role_arn: roleArn }, ['AssumeRole', 'InvokeModel']],
  [{ type: 'server_credentials' }, ['InvokeModel']],
])('the gateway calls through a provider saved with %o', async (auth, operations) => {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.close());
  const server = await createTestServer({
    config: { providers: { ...testProviderConfig, stsEndpoint: emulator.url } },
    loadServerCredentials: async () => defaultCredentials,
  });
  const { app, authorization: headers } = server;
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const payload = { name: 'saved', region: 'us-east-1', api_base: emulator.url, auth };
  const created = await app.inject({ method: 'POST', url: '/api/providers', headers, payload });
  expect(created.statusCode).toBe(201);
  const answer = await fetch(`${url}/v1/messages`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
      max_tokens: 50,
      messages: [{ role: 'user', content: 'Hello' }],
    }),
  });
  expect([answer.status, await answer.json()]).toEqual([
    200,
    expect.objectContaining({ type: 'message', role: 'assistant' }),
  ]);
  const asked = emulator.requests.map(({ operation }) => operation);
  expect(asked.filter((name) => name === 'AssumeRole' || name === 'InvokeModel')).toEqual(operations);
});
