import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildProduct } from './build-product.mjs';
import { packPackage } from './pack-package.mjs';
import { run, setUp } from './set-up.mjs';

setUp();
buildProduct(['sdk', 'emulator']);
const destination = mkdtempSync(path.join(os.tmpdir(), 'outcrop-check-'));
/** Loaded by Node or a bundler, never imported by name in code. */
const untyped = ['hook.mjs', 'hook.cjs', 'webpack-loader'];
let isPassed = true;
for (const directory of ['packages/sdk', 'packages/emulator']) {
  const tarball = packPackage(directory, destination);
  const profile = directory === 'packages/sdk' ? 'node16' : 'esm-only';
  isPassed = run('publint', ['run', tarball, '--strict']) && isPassed;
  isPassed = run('attw', [tarball, '--profile', profile, '--exclude-entrypoints', ...untyped]) && isPassed;
}
rmSync(destination, { recursive: true, force: true });
process.exit(isPassed ? 0 : 1);
