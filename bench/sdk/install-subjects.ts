import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { packPackage } from '../../scripts/pack-package.mjs';
import { awsSdk, subjects, type Subject } from './subjects.ts';

const here = path.dirname(fileURLToPath(import.meta.url));
/**
 * Outside the repository, whose own `node_modules` Node would search as well: what the hook finds there, such as OpenAI's
 * client, is not what an app beside the AWS SDK has. Kept from run to run, one a checkout.
 */
const workshop = path.join(
  tmpdir(),
  `outcrop-bench-${createHash('sha256').update(here).digest('hex').slice(0, 8)}`,
);

export interface Installation {
  /** What one subject alone brings. */
  installKb: number;
  dependencies: number;
}

export interface Installed {
  /** By subject: a directory where it, the AWS SDK and the workloads are side by side. */
  directories: Record<string, string>;
  installations: Record<string, Installation>;
}

/** Installs every subject alone, to weigh it, and beside the AWS SDK, to run it. What cannot be installed is left out. */
export function installSubjects(): Installed {
  const tarball = packPackage('packages/sdk', path.join(workshop, 'tarball'));
  const installed: Installed = { directories: {}, installations: {} };
  for (const subject of subjects) {
    const packages = subject.packages ?? [tarball];
    try {
      installed.installations[subject.name] = weigh(subject, packages);
      installed.directories[subject.name] = prepareToRun(subject, packages);
    } catch (error) {
      console.error(`${subject.name} cannot be installed and is left out: ${String(error).slice(0, 200)}`);
    }
  }
  return installed;
}

function prepareToRun({ name }: Subject, packages: readonly string[]): string {
  const directory = path.join(workshop, name, 'running');
  install(directory, [...awsSdk, ...packages]);
  for (const file of ['workloads', 'bedrock-stub.mjs', 'setups']) {
    cpSync(path.join(here, file), path.join(directory, file), { recursive: true });
  }
  return directory;
}

function weigh(subject: Subject, packages: readonly string[]): Installation {
  const directory = path.join(workshop, subject.name, 'alone');
  install(directory, packages);
  const lock = JSON.parse(readFileSync(path.join(directory, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { optional?: boolean }>;
  };
  const installed = Object.keys(lock.packages).filter(
    (location) => location !== '' && existsSync(path.join(directory, location)),
  );
  return {
    installKb: Math.round(sumBytes(path.join(directory, 'node_modules')) / 1024),
    // The packages that were asked for do not count as their own dependencies.
    dependencies: installed.length - packages.length,
  };
}

function install(directory: string, packages: readonly string[]): void {
  const stamp = JSON.stringify(
    packages.map((name) => (existsSync(name) ? [name, lstatSync(name).mtimeMs] : name)),
  );
  const stampFile = path.join(directory, '.installed');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  writeFileSync(
    path.join(directory, 'package.json'),
    JSON.stringify({ name: 'bench-subjects', private: true }),
  );
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error', ...packages], {
    cwd: directory,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, BT_SKIP_DOWNLOAD: '1' },
    shell: process.platform === 'win32',
  });
  writeFileSync(stampFile, stamp);
}

function sumBytes(location: string): number {
  const stat = lstatSync(location);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(location).reduce((sum, entry) => sum + sumBytes(path.join(location, entry)), 0);
}
