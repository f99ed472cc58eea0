import { spawn } from 'node:child_process';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { afterAll, afterEach, expect, test } from 'vitest';

import { createBedrockClient } from '../test/create-bedrock-client.ts';
import { startEmulator } from './index.ts';

const children: ChildProcessWithoutNullStreams[] = [];
const folder = mkdtempSync(join(tmpdir(), 'outcrop-emulator-cli-'));

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Run {
  child: ChildProcessWithoutNullStreams;
  stdout: () => string;
  stderr: () => string;
  exited: Promise<number | null>;
}

function run(...args: string[]): Run {
  const cli = join(import.meta.dirname, 'cli.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions', 'outcrop-source', cli, ...args]);
  children.push(child);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, stdout: () => stdout, stderr: () => stderr, exited };
}

async function waitForUrl({ child, stdout }: Run): Promise<string> {
  for await (const _ of child.stdout) {
    const url = /listening on (http:\/\/\S+)/u.exec(stdout())?.[1];
    if (url !== undefined && stdout().includes('AWS_BEARER_TOKEN_BEDROCK')) return url;
  }
  throw new Error('the emulator ended before it listened');
}

test('prints what an app needs, answers, follows a script and stops on SIGINT', async () => {
  const script = join(folder, 'script.json');
  writeFileSync(script, JSON.stringify({ rules: [{ behaviour: 'answer=scripted' }] }));
  const running = run('--port', '0', '--script', script);
  const url = await waitForUrl(running);
  expect(running.stdout()).toContain(`export AWS_ENDPOINT_URL_BEDROCK_RUNTIME=${url}`);
  expect(running.stdout()).toContain('export AWS_ACCESS_KEY_ID=AKIDEMULATOR');
  const client = createBedrockClient({ url });
  const answer = await client.send(
    new ConverseCommand({
      modelId: 'amazon.nova-pro-v1:0',
      messages: [{ role: 'user', content: [{ text: 'Hi' }] }],
    }),
  );
  expect(answer.output?.message?.content).toEqual([{ text: 'scripted' }]);
  // An open connection must not keep it alive.
  const idle = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => undefined);
  await new Promise((resolve) => idle.once('connect', resolve));
  running.child.kill('SIGINT');
  expect(await running.exited).toBe(0);
  client.destroy();
});

test('says that a port is taken, and the way out', async () => {
  const emulator = await startEmulator();
  const refused = run('--port', String(emulator.port));
  expect(await refused.exited).toBe(1);
  expect(refused.stderr()).toContain(`port ${emulator.port} of 127.0.0.1 is already in use`);
  expect(refused.stderr()).toContain('--port');
  await emulator.close();
});

test.each([
  [['--help'], 0, 'Usage: outcrop-emulator'],
  [['--version'], 0, '0.1.0'],
  [['--port', 'http'], 1, '--port http is no port'],
  [['--colour'], 1, "Unknown option '--colour'"],
  [['--script', '/nowhere.json'], 1, '/nowhere.json cannot be read as JSON'],
  [['--replay', '/nowhere'], 1, '/nowhere does not exist'],
])('%j ends with %i and says “%s”', async (args, code, message) => {
  const ended = run(...args);
  expect(await ended.exited).toBe(code);
  expect(ended.stdout() + ended.stderr()).toContain(message);
});
