import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { defaultBearerToken, startEmulator, type Emulator } from '@outcrop/emulator';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Collector } from '../packages/sdk/test/collector.ts';

const run = promisify(execFile);
const here = path.dirname(fileURLToPath(import.meta.url));
let emulator: Emulator;
let collector: Collector;

beforeAll(async () => {
  emulator = await startEmulator();
  collector = await Collector.start();
});

afterAll(async () => {
  await Promise.all([emulator.close(), collector.close()]);
});

beforeEach(() => collector.clear());

async function runExample(name: string, ...options: string[]): Promise<string> {
  const { stdout, stderr } = await run(process.execPath, [...options, path.join(here, name, `${name}.mjs`)], {
    cwd: here,
    env: {
      PATH: process.env['PATH'],
      NODE_NO_WARNINGS: '1',
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: emulator.url,
      ANTHROPIC_BEDROCK_BASE_URL: emulator.url,
      AWS_BEDROCK_BASE_URL: `${emulator.url}/openai/v1`,
      AWS_BEARER_TOKEN_BEDROCK: defaultBearerToken,
      AWS_ACCESS_KEY_ID: 'AKIDEMULATOR',
      AWS_SECRET_ACCESS_KEY: 'emulator-secret',
      AWS_REGION: 'us-east-1',
      OUTCROP_API_KEY: 'examples-key',
      OUTCROP_API_URL: collector.url,
    },
  });
  expect(stderr).toBe('');
  return stdout;
}

describe('every example runs, is short and gives its spans', () => {
  test.each([
    ['converse', [], ['ask a geologist', 'bedrock.converse']],
    ['converse-stream', [], ['bedrock.converseStream']],
    ['tools', [], ['weather agent', 'bedrock.converse', 'get_weather', 'bedrock.converse']],
    [
      'invoke-model',
      ['--import', 'outcrop/hook.mjs'],
      ['bedrock.invokeModel', 'bedrock.invokeModelWithResponseStream'],
    ],
    ['anthropic', [], ['ask a geologist', 'anthropic.messages.create']],
    [
      'openai',
      ['--import', 'outcrop/hook.mjs'],
      ['openai.responses.create', 'openai.chat.completions.create'],
    ],
  ])('%s', async (name, options, spans) => {
    const stdout = await runExample(name, ...options);
    expect(stdout.trim().length).toBeGreaterThan(20);
    expect(collector.spans.map((span) => span.name)).toEqual(spans);
    expect(collector.spans.filter((span) => span.error)).toEqual([]);
    const lines = readFileSync(path.join(here, name, `${name}.mjs`), 'utf8').split('\n').length;
    expect(lines).toBeLessThan(60);
  });
});
