import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { catchError, createBedrockClient } from '../../test/create-bedrock-client.ts';
import { defaultCredentials, startEmulator } from '../index.ts';
import type { Emulator, EmulatorCredentials } from '../index.ts';

const roleArn = 'arn:aws:iam::210987654321:role/service/bedrock-caller';
const externalId = '6b1c3b0e-2f0a-4c1b-9a53-5f4c5d3a7a10';
const hello = new ConverseCommand({
  modelId: 'amazon.nova-pro-v1:0',
  messages: [{ role: 'user', content: [{ text: 'Hello' }] }],
});

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator({ roles: { [roleArn]: { externalId } } });
});
afterAll(() => emulator.close());

function createStsClient(target: Emulator, credentials: EmulatorCredentials = defaultCredentials): STSClient {
  return new STSClient({ region: 'us-east-1', endpoint: target.url, credentials, maxAttempts: 1 });
}

async function assumeRole(target: Emulator): Promise<EmulatorCredentials> {
  const client = createStsClient(target);
  const answer = await client.send(
    new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'test-session', ExternalId: externalId }),
  );
  client.destroy();
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = answer.Credentials ?? {};
  return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
}

test('issues credentials that Bedrock then takes', async () => {
  const issued = await assumeRole(emulator);
  expect(issued.accessKeyId).toMatch(/^ASIA/u);
  const client = createBedrockClient(emulator, { credentials: issued });
  expect((await client.send(hello)).stopReason).toBe('end_turn');
  client.destroy();

  const sts = createStsClient(emulator, issued);
  const identity = await sts.send(new GetCallerIdentityCommand({}));
  expect(identity).toMatchObject({
    Arn: 'arn:aws:sts::210987654321:assumed-role/bedrock-caller/test-session',
    Account: '210987654321',
  });
  sts.destroy();
});

test('takes issued credentials only with their session token', async () => {
  const issued = await assumeRole(emulator);
  const client = createBedrockClient(emulator, { credentials: { ...issued, sessionToken: 'other' } });
  expect(await catchError(client.send(hello))).toMatchObject({ name: 'UnrecognizedClientException' });
  client.destroy();
});

test.each([
  ['no external id', undefined],
  ['another external id', 'guessed'],
])('denies the role to a caller with %s', async (_name, ExternalId) => {
  const client = createStsClient(emulator);
  const error = await catchError(
    client.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'test-session', ExternalId })),
  );
  expect(error).toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
  expect(error.message).toBe(
    `User: arn:aws:iam::123456789012:user/emulator is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
  );
  client.destroy();
});

test('denies a role that is not listed', async () => {
  const client = createStsClient(emulator);
  const command = new AssumeRoleCommand({
    RoleArn: 'arn:aws:iam::210987654321:role/other',
    RoleSessionName: 'test-session',
    ExternalId: externalId,
  });
  expect(await catchError(client.send(command))).toMatchObject({ name: 'AccessDenied' });
  client.destroy();
});

test('lets any role be assumed when none are listed', async () => {
  const open = await startEmulator();
  expect((await assumeRole(open)).sessionToken).not.toBe('');
  await open.close();
});

test('says that credentials have expired', async () => {
  const brief = await startEmulator({ temporaryCredentialSeconds: 0 });
  const client = createBedrockClient(brief, { credentials: await assumeRole(brief) });
  expect(await catchError(client.send(hello))).toMatchObject({
    name: 'ExpiredTokenException',
    $metadata: { httpStatusCode: 403 },
  });
  client.destroy();
  await brief.close();
});

test.each([
  ['a lifetime under 900 seconds', { RoleArn: roleArn, RoleSessionName: 'test', DurationSeconds: 60 }],
  ['a malformed ARN', { RoleArn: 'arn:aws:iam::1:role', RoleSessionName: 'test' }],
  ['a session name of one character', { RoleArn: roleArn, RoleSessionName: 'x' }],
])('refuses %s', async (_name, input) => {
  const client = createStsClient(emulator);
  expect(await catchError(client.send(new AssumeRoleCommand(input)))).toMatchObject({
    name: 'ValidationError',
    $metadata: { httpStatusCode: 400 },
  });
  client.destroy();
});

test('checks signatures with the query protocol’s own names', async () => {
  const wrongSecret = createStsClient(emulator, { ...defaultCredentials, secretAccessKey: 'wrong' });
  expect(await catchError(wrongSecret.send(new GetCallerIdentityCommand({})))).toMatchObject({
    name: 'SignatureDoesNotMatch',
  });
  const unknownKey = createStsClient(emulator, { ...defaultCredentials, accessKeyId: 'AKIDNOBODY' });
  expect(await catchError(unknownKey.send(new GetCallerIdentityCommand({})))).toMatchObject({
    name: 'InvalidClientTokenId',
  });
  wrongSecret.destroy();
  unknownKey.destroy();
});
