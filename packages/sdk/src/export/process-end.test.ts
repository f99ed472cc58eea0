import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Collector } from '../../test/collector.ts';
import { installPackage } from '../../test/install-package.ts';
import type { LoggerOptions } from '../index.ts';

let directory: string;
let collector: Collector;

beforeAll(() => {
  directory = installPackage();
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

beforeEach(async () => {
  collector = await Collector.start();
});

afterEach(() => collector.close());

interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

interface AppOptions extends LoggerOptions {
  /** Sent when the app says that it is ready. */
  signal?: NodeJS.Signals;
  isTraced?: boolean;
}

function runApp(ending: string, { signal, isTraced = true, ...options }: AppOptions = {}): Promise<Ending> {
  const app = spawn(process.execPath, ['ending.mjs', ending], {
    cwd: directory,
    env: {
      PATH: process.env['PATH'],
      OPTIONS: JSON.stringify(options),
      OUTCROP_API_KEY: isTraced ? 'k' : '',
      OUTCROP_API_URL: collector.url,
    },
  });
  let stdout = '';
  let stderr = '';
  app.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  app.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    if (signal && stdout.includes('ready')) app.kill(signal);
  });
  return new Promise((resolve) =>
    app.once('close', (code, killedBy) => resolve({ code, signal: killedBy, stdout, stderr })),
  );
}

/** An ending as it would be without this package: what it says about missing keys is left out. */
async function runUntraced(ending: string, signal?: NodeJS.Signals): Promise<Ending> {
  const untraced = await runApp(ending, { isTraced: false, signal });
  return { ...untraced, stderr: untraced.stderr.replaceAll(/^\[outcrop\] no API key.*\n/gm, '') };
}

function expectBothSpans(): void {
  expect(collector.spans.map(({ name, metadata }) => [name, metadata['partial']])).toEqual([
    ['whole', undefined],
    ['open', true],
  ]);
  expect(collector.requests.flatMap(({ spans }) => spans)).toHaveLength(2);
}

describe('every end of a process sends what is left and is otherwise the same', () => {
  test.each([
    'natural',
    'exit',
    'exitInHandler',
    'throw',
    'reject',
    'flushed',
    'fork',
    'worker',
    'workerExit',
  ])('%s', async (ending) => {
    expect(await runApp(ending)).toEqual(await runUntraced(ending));
    const processes = ['fork', 'worker', 'workerExit'].includes(ending) ? 2 : 1;
    if (processes === 1) expectBothSpans();
    const sent = collector.requests.flatMap(({ spans }) => spans.map(({ spanId }) => spanId));
    expect(sent).toHaveLength(2 * processes);
    expect(new Set(sent).size).toBe(sent.length);
  });

  test.each([
    ['wait', 'SIGTERM'],
    ['wait', 'SIGINT'],
    ['handle', 'SIGTERM'],
    ['handleLate', 'SIGTERM'],
    ['handle', 'SIGINT'],
    ['dieUnlessOthersListen', 'SIGTERM'],
  ] as const)('%s, %s', async (ending, signal) => {
    const untraced = await runUntraced(ending, signal);
    expect(untraced.code ?? untraced.signal).not.toBeNull();
    expect(await runApp(ending, { signal })).toEqual(untraced);
    expectBothSpans();
  });
});

test('the processes of a cluster send their own spans, each once', async () => {
  await promisify(execFile)(process.execPath, ['cluster.mjs'], {
    cwd: directory,
    env: { PATH: process.env['PATH'], OUTCROP_API_KEY: 'k', OUTCROP_API_URL: collector.url },
  });
  const sent = collector.requests.flatMap(({ spans }) => spans);
  expect(new Set(sent.map(({ spanId }) => spanId)).size).toBe(60);
  expect(sent.map(({ name }) => name).sort()).toEqual(
    ['primary', 'worker 1', 'worker 2'].flatMap((name) => Array.from({ length: 20 }, () => name)),
  );
});

describe('a server that does not answer holds up the end only so long', () => {
  test.each([
    ['natural', 0],
    ['exit', 3],
  ])('%s', async (ending, code) => {
    collector.respond = () => undefined;
    const ended = await runApp(ending, {
      exitTimeoutMs: 200,
      flushTimeoutMs: 200,
      requestTimeoutMs: 100_000,
    });
    expect(ended).toMatchObject({ code, signal: null });
    expect(ended.stderr).toContain('[outcrop] the process ends and 2 spans could not be sent.');
  });

  test('and not at all when told so', async () => {
    const ended = await runApp('exit', { exitTimeoutMs: 0 });
    expect(ended).toMatchObject({ code: 3 });
    expect(ended.stderr).toContain('2 spans could not be sent');
    expect(collector.requests).toHaveLength(0);
    expect(await runApp('wait', { exitTimeoutMs: 0, signal: 'SIGTERM' })).toMatchObject({
      signal: 'SIGTERM',
    });
    expect(collector.requests).toHaveLength(0);
  });
});

describe('with a spool', () => {
  let spoolDirectory: string;

  beforeEach(() => {
    spoolDirectory = mkdtempSync(path.join(os.tmpdir(), 'outcrop-spool-'));
  });

  afterEach(() => rmSync(spoolDirectory, { recursive: true, force: true }));

  function listSpool(): string[] {
    return readdirSync(spoolDirectory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
  }

  test.each(['natural', 'exit', 'throw', 'reject'])(
    'what could not be sent at the end (%s) is sent by the next process',
    async (ending) => {
      collector.respond = (_request, response) => void response.writeHead(503).end();
      const { stderr } = await runApp(ending, { spoolDirectory, flushTimeoutMs: 300 });
      expect(stderr).not.toContain('could not be sent');
      const files = listSpool();
      expect(files).toHaveLength(1);
      expect(statSync(files[0] as string).mode & 0o777).toBe(0o600);

      const refused = collector.spans.map(({ spanId }) => spanId);
      collector.clear();
      collector.respond = (_request, response) => void response.writeHead(200).end('{}');
      await runApp('flushed', { spoolDirectory });
      expect(collector.spans).toHaveLength(4);
      expect(collector.spans.map(({ spanId }) => spanId)).toEqual(expect.arrayContaining(refused));
      expect(listSpool()).toEqual([]);
    },
  );

  test('processes that share it send every span once', async () => {
    collector.respond = (_request, response) => void response.writeHead(503).end();
    await Promise.all(
      Array.from({ length: 4 }, () => runApp('exit', { spoolDirectory, flushTimeoutMs: 300 })),
    );
    expect(listSpool()).toHaveLength(4);
    collector.clear();
    collector.respond = (_request, response) => void response.writeHead(200).end('{}');
    await Promise.all(Array.from({ length: 3 }, () => runApp('flushed', { spoolDirectory })));
    const sent = collector.requests.flatMap(({ spans }) => spans.map(({ spanId }) => spanId));
    expect(new Set(sent).size).toBe(sent.length);
    expect(listSpool()).toEqual([]);
    // The spans that a process leaves open are sent once it ends.
    expect(sent).toHaveLength(4 * 2 + 3 * 2);
  });
});
