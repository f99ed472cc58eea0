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

interface StartedServer {
  url: string;
  /** As the terminal prints it: works once. */
  signInUrl: string;
  /** Empty but at the first start. */
  apiKey: string;
}

export interface PageServer extends StartedServer {
  /** Stops answering; the data stay. */
  stop(): Promise<void>;
  /** Starts again where it was, on the same data, perhaps with another build of the page. */
  restart(pageDirectory?: string): Promise<StartedServer>;
  /** Stops for good and removes the data. */
  remove(): Promise<void>;
}

/** Rejects with what the server printed when it ends before it listens. */
async function startProcess(child: ChildProcess): Promise<StartedServer> {
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

function spawnServer(variables: Record<string, string>): ChildProcess {
  const entry = join(repository, 'apps', 'server', 'src', 'main.ts');
  return spawn(process.execPath, ['--import', 'tsx', '--conditions', 'outcrop-source', entry], {
    cwd: repository,
    env: { PATH: process.env['PATH'], ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** The real server from its source, on a data directory of its own and with any settings. */
export async function startPageServer(
  pageDirectory: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<PageServer> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'outcrop-page-'));
  const variables = { ...settings, OUTCROP_DATA_DIR: dataDirectory, OUTCROP_PAGE_DIR: pageDirectory };
  let child = spawnServer({ ...variables, OUTCROP_PORT: '0' });
  const first = await startProcess(child);

  async function stop(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    await exited;
  }

  return {
    ...first,
    stop,
    async restart(otherPage = pageDirectory) {
      await stop();
      const { port } = new URL(first.url);
      child = spawnServer({ ...variables, OUTCROP_PAGE_DIR: otherPage, OUTCROP_PORT: port });
      return startProcess(child);
    },
    async remove() {
      await stop();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
}
