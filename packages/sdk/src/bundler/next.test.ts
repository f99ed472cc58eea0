import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { AppRunner } from '../../test/app-runner.ts';
import { findTestTool, hasTestTools } from '../../test/test-tool.ts';
import { withOutcrop } from './next.ts';

const run = promisify(execFile);
const repository = path.resolve(import.meta.dirname, '../../../..');
const app = path.resolve(import.meta.dirname, '../../test/next-app');

interface Config {
  reactStrictMode?: boolean;
  serverExternalPackages?: string[];
  webpack?: (config: { plugins?: unknown[]; name?: string }, context: unknown) => { plugins?: unknown[] };
  turbopack?: { root?: string; rules?: Record<string, unknown> };
}

describe('the configuration', () => {
  afterEach(() => vi.unstubAllEnvs());

  const own: Config = { reactStrictMode: true, serverExternalPackages: ['pg'] };
  const context = { defaultConfig: {} };

  test.each([
    ['an object', async () => withOutcrop(own)],
    ['a function', async () => withOutcrop(() => own)('phase', context)],
    ['an async function', async () => withOutcrop(async () => own)('phase', context)],
  ])('may be %s', async (_form, load) => {
    vi.stubEnv('TURBOPACK', undefined);
    const { webpack, ...others } = await load();
    expect(others).toEqual(own);
    expect(webpack?.({ plugins: ['own'] }, {}).plugins).toEqual(['own', expect.anything()]);
  });

  test('hands a function its phase and context', () => {
    const read = vi.fn<(phase: string, context: { defaultConfig: Config }) => Config>(() => own);
    void withOutcrop(read)('a-phase', context);
    expect(read).toHaveBeenCalledExactlyOnceWith('a-phase', context);
  });

  test("keeps the app's own webpack function", () => {
    vi.stubEnv('TURBOPACK', undefined);
    const { webpack } = withOutcrop<Config>({ webpack: (config) => ({ ...config, name: 'own' }) });
    expect(webpack?.({}, {})).toEqual({ name: 'own', plugins: [expect.anything()] });
  });

  test("keeps the app's own rules for Turbopack", () => {
    vi.stubEnv('TURBOPACK', '1');
    const rules = { '*.svg': ['svg-loader'], '*': { loaders: ['own-loader'] } };
    expect(withOutcrop({ turbopack: { root: '/app', rules } })).toEqual({
      turbopack: {
        root: '/app',
        rules: {
          '*.svg': ['svg-loader'],
          '*': [
            { loaders: ['own-loader'] },
            { condition: expect.anything(), loaders: ['outcrop/webpack-loader'] },
          ],
        },
      },
    });
  });

  test('does not hide from Next.js that only webpack is configured', () => {
    vi.stubEnv('TURBOPACK', 'auto');
    const config: Config = { webpack: (options) => options };
    expect(withOutcrop(config)).toBe(config);
  });
});

describe.skipIf(!hasTestTools('bundlers'))('next build and next start', { timeout: 300_000 }, () => {
  const next = findTestTool('bundlers', 'next/dist/bin/next');
  /** Of one answer of the app. */
  const calls = [
    'bedrock.converse',
    'bedrock.converseStream',
    'anthropic.messages.create',
    'openai.chat.completions.create',
  ];
  let runner: AppRunner;
  /** Below the tools, where the app finds Next.js, and in the repository, where it finds the AWS SDK. */
  let directory: string;
  let server: ChildProcess | undefined;
  let environment: NodeJS.ProcessEnv;

  beforeAll(async () => {
    runner = await AppRunner.start();
    directory = mkdtempSync(path.join(repository, '.cache/bundlers/next-app-'));
    cpSync(app, directory, { recursive: true });
    cpSync(
      path.join(runner.directory, 'node_modules/outcrop'),
      path.join(directory, 'node_modules/outcrop'),
      {
        recursive: true,
      },
    );
    environment = { ...runner.environment, NEXT_TELEMETRY_DISABLED: '1', NEXT_APP_ROOT: repository };
  });

  afterAll(async () => {
    await runner.close();
    rmSync(directory, { recursive: true, force: true });
  });

  beforeEach(() => {
    rmSync(path.join(directory, '.next'), { recursive: true, force: true });
    runner.collector.clear();
  });

  afterEach(async () => {
    if (server?.exitCode !== null) return;
    const exit = once(server, 'exit');
    server.kill('SIGTERM');
    await exit;
  });

  /** The address that it says it listens on. */
  async function startServer(): Promise<string> {
    server = spawn(process.execPath, [next, 'start', '--port', '0', '--hostname', '127.0.0.1'], {
      cwd: directory,
      env: environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const { stdout } = server;
    // Read to its end: a server whose output nobody takes dies of it.
    return new Promise((resolve, reject) => {
      let output = '';
      stdout?.on('data', (chunk) => {
        output += String(chunk);
        const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
        if (url) resolve(url);
      });
      stdout?.on('end', () => reject(new Error(`next start ended: ${output}`)));
    });
  }

  test.each([
    ['Turbopack', '--turbopack'],
    ['webpack', '--webpack'],
  ])('%s', async (_bundler, option) => {
    await run(process.execPath, [next, 'build', option], {
      cwd: directory,
      env: environment,
      timeout: 240_000,
    });
    const url = await startServer();
    // The App Router bundles packages, the Pages Router leaves them outside.
    for (const route of ['/api/ask', '/api/ask-page']) {
      const answer = (await (await fetch(url + route)).json()) as { answer: string; streamed: string };
      expect(answer.streamed).not.toBe('');
    }
    await vi.waitFor(
      () =>
        expect(runner.collector.spans.map(({ name, metrics }) => [name, (metrics.tokens ?? 0) > 0])).toEqual(
          [...calls, ...calls].map((name) => [name, true]),
        ),
      { timeout: 20_000, interval: 100 },
    );
  });
});
