import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, run } from './set-up.mjs';

const bundler = path.join(root, 'scripts', 'bundle.mjs');

/** What is built, what it is made from, and how. */
const targets = {
  sdk: {
    directory: 'packages/sdk',
    sources: ['packages/sdk', 'packages/bedrock', 'packages/protocol'],
    build: bundle,
  },
  emulator: {
    directory: 'packages/emulator',
    sources: ['packages/emulator', 'packages/bedrock', 'packages/protocol'],
    build: bundle,
  },
  cli: {
    directory: 'apps/cli',
    sources: ['apps/cli', 'packages/api-client', 'packages/protocol'],
    build: bundle,
  },
  web: {
    directory: 'apps/web',
    sources: ['apps/web', 'packages/api-client', 'packages/protocol'],
    build: (cwd) => run('vite', ['build', '--logLevel', 'error'], { cwd }),
  },
  server: {
    directory: 'apps/server',
    sources: ['apps/server', 'packages'],
    build: bundle,
  },
};

/** Builds the named targets that are missing or older than their sources. Exits when a build fails. */
export function buildProduct(names = Object.keys(targets)) {
  for (const name of names) {
    const target = targets[name];
    const stampFile = path.join(root, target.directory, 'dist', '.built-from');
    const wanted = hashSources(target.sources);
    if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) continue;
    // Not on stdout, which is for what the product itself says.
    console.error(`Building ${name} …`);
    if (!target.build(path.join(root, target.directory))) {
      console.error(`Building ${name} failed: see above.`);
      process.exit(1);
    }
    writeFileSync(stampFile, wanted);
  }
}

function bundle(cwd) {
  return spawnSync(process.execPath, [bundler], { cwd, stdio: 'inherit' }).status === 0;
}

/** A hash over names, sizes and times: reading every file would take longer than starting the server. */
function hashSources(directories) {
  const hash = createHash('sha256');
  for (const directory of [...directories, 'package-lock.json']) hashPath(hash, path.join(root, directory));
  return hash.digest('hex');
}

function hashPath(hash, location) {
  const stat = statSync(location);
  if (!stat.isDirectory()) {
    hash.update(`${location}\0${stat.size}\0${stat.mtimeMs}\n`);
    return;
  }
  for (const entry of readdirSync(location).sort()) {
    if (entry === 'node_modules' || entry === 'dist') continue;
    hashPath(hash, path.join(location, entry));
  }
}
