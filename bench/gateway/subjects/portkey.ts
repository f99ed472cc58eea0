import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../../scripts/set-up.mjs';
import { findFreePort, spawnGateway, stopProcess, waitUntilUp } from '../pinned-process.ts';
import type { Subject, Upstreams } from '../subject.ts';

const version = '1.15.2';
const workshop = path.join(root, '.cache', 'bench-gateway', `portkey-${version}`);

/** Portkey's open gateway; undefined when it cannot be installed. It traces nothing. */
export async function startPortkey(upstreams: Upstreams): Promise<Subject | undefined> {
  const program = install();
  if (program === undefined) return undefined;
  const port = await findFreePort();
  const origin = `http://127.0.0.1:${port}`;
  const child = spawnGateway([program, `--port=${port}`, '--headless'], {
    env: { NODE_ENV: 'production', TRUSTED_CUSTOM_HOSTS: '127.0.0.1,localhost' },
    // It prints an error for every stream that it cannot log.
    isQuiet: true,
  });
  await waitUntilUp(origin, child);
  return {
    name: 'portkey',
    find(kind, upstream) {
      if (!kind.startsWith('chat')) return undefined;
      const headers = {
        'x-portkey-provider': 'bedrock',
        'x-portkey-aws-access-key-id': 'AKIDBENCH',
        'x-portkey-aws-secret-access-key': 'bench-secret',
        'x-portkey-aws-region': 'us-east-1',
        'x-portkey-custom-host': upstreams[upstream],
      };
      return { origin, kind, headers };
    },
    pid: child.pid,
    settle: async () => 0,
    stop: () => stopProcess(child),
  };
}

function install(): string | undefined {
  const program = path.join(workshop, 'node_modules', '@portkey-ai', 'gateway', 'build', 'start-server.js');
  if (existsSync(program)) return program;
  try {
    mkdirSync(workshop, { recursive: true });
    writeFileSync(path.join(workshop, 'package.json'), '{"name":"bench-subject","private":true}');
    execFileSync(
      'npm',
      ['install', '--no-audit', '--no-fund', '--loglevel=error', `@portkey-ai/gateway@${version}`],
      { cwd: workshop, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' },
    );
    return program;
  } catch (error) {
    console.error(`Portkey cannot be installed and is left out: ${String(error).slice(0, 200)}`);
    return undefined;
  }
}
