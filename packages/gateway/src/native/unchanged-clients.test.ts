import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { startTestGateway } from '../../test/start-test-gateway.ts';

const app = fileURLToPath(new URL('../../test/call-by-environment.mjs', import.meta.url));
const claude = 'us.anthropic.claude-sonnet-4-20250514-v1:0';

async function runApp(library: string, model: string, variables: Record<string, string>): Promise<unknown> {
  const env = { PATH: process.env['PATH'], AWS_REGION: 'us-east-1', ...variables };
  const { stdout } = await promisify(execFile)(process.execPath, [app, library, model], { env });
  return JSON.parse(stdout);
}

test.each([
  ['as a bearer token', (key: string) => ({ AWS_BEARER_TOKEN_BEDROCK: key })],
  [
    'as the access key id, as it must be over HTTP in other languages',
    (key: string) => ({ AWS_ACCESS_KEY_ID: key, AWS_SECRET_ACCESS_KEY: 'anything' }),
  ],
])('an app of the AWS SDK needs the address and the key %s', async (_how, give) => {
  const { url, key, emulator, records } = await startTestGateway();
  const variables = { AWS_ENDPOINT_URL_BEDROCK_RUNTIME: url, ...give(key) };
  const [whole, streamed] = (await runApp('aws', 'amazon.nova-pro-v1:0', variables)) as string[];
  expect(whole).toMatch(/\w/);
  expect(streamed).toBe(whole);
  expect(records.map(({ api, status }) => [api, status])).toEqual([
    [{ kind: 'native', command: 'ConverseCommand' }, 200],
    [{ kind: 'native', command: 'ConverseStreamCommand' }, 200],
  ]);
  expect(emulator.requests).toHaveLength(2);
});

test('so does one of Anthropic’s client for Bedrock', async () => {
  const { url, key, records } = await startTestGateway();
  const variables = { ANTHROPIC_BEDROCK_BASE_URL: url, AWS_BEARER_TOKEN_BEDROCK: key };
  const [whole, streamed] = (await runApp('anthropic', claude, variables)) as string[];
  expect(whole).toMatch(/\w/);
  expect(streamed).toBe(whole);
  expect(records.map(({ api, status }) => [api, status])).toEqual([
    [{ kind: 'native', command: 'InvokeModelCommand' }, 200],
    [{ kind: 'native', command: 'InvokeModelWithResponseStreamCommand' }, 200],
  ]);
});
