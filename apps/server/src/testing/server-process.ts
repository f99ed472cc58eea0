import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const serverDirectory = fileURLToPath(new URL('../..', import.meta.url));
const repository = join(serverDirectory, '..', '..');

/** Bundles the server as `npm start` does, into a directory of its own. */
export function buildServer(): { entry: string; remove: () => void } {
  // Inside the repository, so that the bundle finds its dependencies.
  const outDirectory = join(repository, 'ci-output', `server-under-test-${process.pid}`);
  const bundler = join(repository, 'scripts', 'bundle.mjs');
  const { status, stderr } = spawnSync(process.execPath, [bundler, outDirectory], {
    cwd: serverDirectory,
    encoding: 'utf8',
  });
  if (status !== 0 || stderr !== '') throw new Error(`the server could not be built quietly:\n${stderr}`);
  return {
    entry: join(outDirectory, 'main.mjs'),
    remove: () => rmSync(outDirectory, { recursive: true, force: true }),
  };
}

export interface ServerProcess {
  pid: number;
  /** Empty when the process ended without listening. */
  url: string;
  stdout: () => string;
  stderr: () => string;
  /** Resolves to the exit code, `null` after SIGKILL. */
  kill(signal: NodeJS.Signals): Promise<number | null>;
  exited: Promise<number | null>;
}

/** Starts the bundle; resolves once it listens or has ended. Only the given variables reach it. */
export async function startServerProcess(
  entry: string,
  variables: Record<string, string>,
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [entry], {
    env: { PATH: process.env['PATH'], OUTCROP_PORT: '0', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const exited = once(child, 'close').then(([code]) => code as number | null);
  const listening = new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
      if (stdout.includes('Ctrl-C stops')) resolve();
    });
  });
  await Promise.race([listening, exited]);
  return {
    pid: child.pid ?? 0,
    url: /OUTCROP_API_URL=(\S+)/.exec(stdout)?.[1] ?? '',
    stdout: () => stdout,
    stderr: () => stderr,
    exited,
    kill(signal) {
      child.kill(signal);
      return exited;
    },
  };
}
