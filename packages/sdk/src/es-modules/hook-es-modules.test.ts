import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { promisify } from 'node:util';
import { startEmulator, type Emulator } from '@outcrop/emulator';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Collector } from '../../test/collector.ts';
import { installPackage } from '../../test/install-package.ts';

const run = promisify(execFile);

let directory: string;
let emulator: Emulator;
let collector: Collector;

beforeAll(async () => {
  directory = installPackage();
  emulator = await startEmulator();
  collector = await Collector.start();
});

afterAll(async () => {
  await Promise.all([emulator.close(), collector.close()]);
  rmSync(directory, { recursive: true, force: true });
});

beforeEach(() => collector.clear());

async function runApp(...args: string[]): Promise<string> {
  const { stderr } = await run(process.execPath, args, {
    cwd: directory,
    env: {
      PATH: process.env['PATH'],
      NODE_NO_WARNINGS: '1',
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: emulator.url,
      OUTCROP_API_KEY: 'apps-key',
      OUTCROP_API_URL: collector.url,
    },
  });
  return stderr;
}

const expected = [
  ['app', 'project apps'],
  ['anthropic.messages.create', 'end_turn'],
  ['anthropic.messages.create', 'end_turn'],
  ['openai.chat.completions.create', 'stop'],
  ['openai.responses.create', 'completed'],
];

function describeSpans(): unknown[] {
  return collector.spans.map(({ name, project, metadata }) => [
    name,
    metadata['stop_reason'] ?? `project ${project}`,
  ]);
}

describe('the hook traces the clients of Anthropic and OpenAI for Bedrock, and no other call', () => {
  test.each([
    ['an ES module', ['--import', 'outcrop/hook.mjs', 'model-clients-hooked.mjs']],
    ['an ES module, hooked by --require', ['--require', 'outcrop/hook.cjs', 'model-clients-hooked.mjs']],
    ['a CommonJS module', ['--require', 'outcrop/hook.cjs', 'model-clients-hooked.cjs']],
    ['a CommonJS module, hooked by --import', ['--import', 'outcrop/hook.mjs', 'model-clients-hooked.cjs']],
  ])('in %s', async (_name, args) => {
    expect(await runApp(...args)).toBe('');
    expect(describeSpans()).toEqual(expected);
    const [app, ...calls] = collector.spans;
    expect(calls.map((call) => call.parentSpanId)).toEqual(calls.map(() => app?.spanId));
  });

  test.each([
    ['an ES module', ['--import', 'outcrop/hook.mjs', 'openai-bedrock.mjs']],
    ['a CommonJS module', ['--require', 'outcrop/hook.cjs', 'openai-bedrock.cjs']],
  ])('in %s that loads the client for Bedrock alone', async (_name, args) => {
    expect(await runApp(...args)).toBe('');
    expect(describeSpans()).toEqual([['openai.chat.completions.create', 'stop']]);
  });

  test('and a client that is wrapped as well once', async () => {
    expect(await runApp('--import', 'outcrop/hook.mjs', 'model-clients-wrapped.mjs')).toBe('');
    expect(describeSpans()).toEqual([
      ['anthropic.messages.create', 'end_turn'],
      ['openai.chat.completions.create', 'stop'],
    ]);
  });

  test('and leaves what the modules export as it is', async () => {
    const script = `
      const hooked = await import('openai/resources/responses/responses');
      const resources = await import('openai/resources');
      if (hooked.Responses !== resources.Responses) throw new Error('another class');
      if (new hooked.Responses({}).constructor.name !== 'Responses') throw new Error('another name');
    `;
    const args = ['--import', 'outcrop/hook.mjs', '--input-type=module', '--eval', script];
    await expect(runApp(...args)).resolves.toBe('');
  });
});
