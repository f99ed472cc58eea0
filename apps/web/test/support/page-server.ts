import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const webDirectory = fileURLToPath(new URL('../..', import.meta.url));
const repository = join(webDirectory, '..', '..');

/** Builds the page from its source into a directory of its own, as a release is built. */
export function buildPage(directory: string): void {
  const vite = join(repository, 'node_modules', 'vite', 'bin', 'vite.js');
  const { status, stderr } = spawnSync(
    process.execPath,
    [vite, 'build', '--outDir', directory, '--emptyOutDir', '--logLevel', 'error'],
    // Without the test runner's NODE_ENV, which would bundle React's development version.
    { cwd: webDirectory, env: { PATH: process.env['PATH'] }, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`the page could not be built:\n${stderr}`);
}

export interface PageServer {
  url: string;
  /** As the terminal prints it: works once. */
  signInUrl: string;
  apiKey: string;
  stop(): Promise<void>;
}

/** Rejects with what the server printed when it ends before it listens. */
async function startProcess(child: ChildProcess): Promise<Omit<PageServer, 'stop'>> {
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stderr?.on('data', collect);
  const started = new Promise<void>((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      collect(chunk);
      if (output.includes('Ctrl-C stops')) resolve();
    });
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`the server ended before it listened:\n${output}`);
  });
  await Promise.race([started, ended]);
  ended.catch(() => undefined);
  const find = (pattern: RegExp) => pattern.exec(output)?.[1] ?? '';
  return {
    url: find(/OUTCROP_API_URL=(\S+)/),
    signInUrl: find(/(http\S+#token=\S+)/),
    apiKey: find(/OUTCROP_API_KEY=(\S+)/),
  };
}

/** The real server from its source, on a data directory of its own. */
export async function startPageServer(pageDirectory: string): Promise<PageServer> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'outcrop-page-'));
  const entry = join(repository, 'apps', 'server', 'src', 'main.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions', 'outcrop-source', entry], {
    cwd: repository,
    env: {
      PATH: process.env['PATH'],
      OUTCROP_PORT: '0',
      OUTCROP_DATA_DIR: dataDirectory,
      OUTCROP_PAGE_DIR: pageDirectory,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  return {
    ...(await startProcess(child)),
    async stop() {
      child.kill('SIGTERM');
      await exited;
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}
