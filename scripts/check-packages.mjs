import { execFileSync } from 'node:child_process';
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
/** Bytes unpacked, of what apps and functions in the cloud carry along. */
const sizeLimits = { 'packages/sdk': 400_000 };
let isPassed = true;
for (const directory of ['packages/sdk', 'packages/emulator']) {
  const tarball = packPackage(directory, destination);
  isPassed = isWithinLimit(tarball, sizeLimits[directory]) && isPassed;
  const profile = directory === 'packages/sdk' ? 'node16' : 'esm-only';
  isPassed = run('publint', ['run', tarball, '--strict']) && isPassed;
  isPassed = run('attw', [tarball, '--profile', profile, '--exclude-entrypoints', ...untyped]) && isPassed;
}
rmSync(destination, { recursive: true, force: true });
process.exit(isPassed ? 0 : 1);

function isWithinLimit(tarball, limit = Infinity) {
  const [{ unpackedSize }] = JSON.parse(
    execFileSync('npm', ['pack', tarball, '--dry-run', '--json'], {
      encoding: 'utf8',
      shell: process.platform === 'win32',
    }),
  );
  if (unpackedSize <= limit) return true;
  console.error(
    `${path.basename(tarball)} has ${unpackedSize} bytes unpacked, and may have ${limit}: find what came in.`,
  );
  return false;
}
