import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

const lockFile = path.join(root, 'package-lock.json');
const stampFile = path.join(root, 'node_modules', '.outcrop-installed');

/** Installs the dependencies unless what is installed is what package-lock.json asks for. Exits when it cannot. */
export function setUp() {
  checkNode();
  const wanted = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;
  // Not on stdout, which is for what the product itself says.
  console.error('Installing dependencies (npm ci) …');
  const result = spawnSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: root,
    stdio: ['inherit', process.stderr.fd, 'inherit'],
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) {
    console.error(
      'npm ci failed: see its message above. A proxy or registry setting of npm is the usual cause.',
    );
    process.exit(1);
  }
  writeFileSync(stampFile, wanted);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`Outcrop needs Node 20.19 or newer, this is ${process.versions.node}: https://nodejs.org`);
  process.exit(1);
}

/** Runs a program of node_modules/.bin from the repository's root; returns whether it succeeded. */
export function run(program, args, options = {}) {
  const result = spawnSync(path.join(root, 'node_modules', '.bin', program), args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    ...options,
  });
  return result.status === 0;
}
