import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { catchError, createBedrockClient } from '../../test/create-bedrock-client.ts';
import type { BedrockClientOptions } from '../../test/create-bedrock-client.ts';
import { defaultCredentials, startEmulator } from '../index.ts';
import type { Emulator } from '../index.ts';

const hello = new ConverseCommand({
  modelId: 'amazon.nova-pro-v1:0',
  messages: [{ role: 'user', content: [{ text: 'Hello' }] }],
});

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

async function refusalOf(options: BedrockClientOptions): Promise<Error> {
  const client = createBedrockClient(emulator, options);
  const error = await catchError(client.send(hello));
  client.destroy();
  return error;
}

test('refuses a wrong secret as Bedrock does', async () => {
  const credentials = { ...defaultCredentials, secretAccessKey: 'another-secret' };
  expect(await refusalOf({ credentials })).toMatchObject({
    name: 'InvalidSignatureException',
    message: expect.stringContaining('signature we calculated does not match') as string,
    $metadata: { httpStatusCode: 403 },
  });
});

test('refuses an unknown access key', async () => {
  const credentials = { ...defaultCredentials, accessKeyId: 'AKIDUNKNOWN' };
  expect(await refusalOf({ credentials })).toMatchObject({
    name: 'UnrecognizedClientException',
    message: 'The security token included in the request is invalid.',
    $metadata: { httpStatusCode: 403 },
  });
});

test('refuses a signature from a clock that is hours wrong', async () => {
  const client = createBedrockClient(emulator);
  client.config.systemClockOffset = -3 * 3_600_000;
  expect(await catchError(client.send(hello))).toMatchObject({
    name: 'InvalidSignatureException',
    message: expect.stringMatching(/^Signature expired: \d{8}T\d{6}Z is now earlier than/u) as string,
  });
  client.destroy();
});

test('refuses a wrong API key', async () => {
  const options = { token: { token: 'nonsense' }, authSchemePreference: ['httpBearerAuth'] };
  const error = await refusalOf(options);
  expect(error).toMatchObject({ name: 'AccessDeniedException', $metadata: { httpStatusCode: 403 } });
  expect(error.message).toBe('Authentication failed: Please make sure your API Key is valid.');
});

test('refuses a request without any authentication', async () => {
  const response = await fetch(`${emulator.url}/model/amazon.nova-pro-v1%3A0/converse`, {
    method: 'POST',
    body: '{}',
  });
  expect(response.status).toBe(403);
  expect(response.headers.get('x-amzn-errortype')).toMatch(/^MissingAuthenticationTokenException:/u);
  expect(await response.json()).toEqual({ message: 'Missing Authentication Token' });
});

test('refuses a body that was changed after signing', async () => {
  const client = createBedrockClient(emulator);
  client.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { body: string };
      request.body = request.body.replace('Hello', 'Hullo');
      return next(args);
    },
    { step: 'finalizeRequest', priority: 'low', name: 'changeBody' },
  );
  expect(await catchError(client.send(hello))).toMatchObject({ name: 'InvalidSignatureException' });
  client.destroy();
});

test('takes the access keys and API keys it is given, and only those', async () => {
  const strict = await startEmulator({
    credentials: [{ accessKeyId: 'AKIDMINE', secretAccessKey: 'mine', sessionToken: 'session' }],
    bearerTokens: ['my-token'],
  });
  const own = { accessKeyId: 'AKIDMINE', secretAccessKey: 'mine', sessionToken: 'session' };
  const withKey = createBedrockClient(strict, { credentials: own });
  expect((await withKey.send(hello)).stopReason).toBe('end_turn');
  const withoutSession = createBedrockClient(strict, { credentials: { ...own, sessionToken: undefined } });
  expect(await catchError(withoutSession.send(hello))).toMatchObject({ name: 'UnrecognizedClientException' });
  const withDefault = createBedrockClient(strict);
  expect(await catchError(withDefault.send(hello))).toMatchObject({ name: 'UnrecognizedClientException' });
  const withToken = createBedrockClient(strict, {
    token: { token: 'my-token' },
    authSchemePreference: ['httpBearerAuth'],
  });
  expect((await withToken.send(hello)).stopReason).toBe('end_turn');
  await strict.close();
});

test('takes anything when told not to look', async () => {
  const open = await startEmulator({ verifyAuth: false });
  const client = createBedrockClient(open, { credentials: { accessKeyId: 'x', secretAccessKey: 'y' } });
  expect((await client.send(hello)).stopReason).toBe('end_turn');
  const response = await fetch(`${open.url}/model/amazon.nova-pro-v1:0/converse`, {
    method: 'POST',
    body: JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'Hello' }] }] }),
  });
  expect(response.status).toBe(200);
  client.destroy();
  await open.close();
});
