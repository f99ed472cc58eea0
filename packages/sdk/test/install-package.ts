import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { packPackage } from '../../../scripts/pack-package.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const repositoryModules = path.resolve(here, '../../../node_modules');

/** A directory with the apps of `test/apps` and this package as npm would install it, from its tarball. */
export function installPackage(): string {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'outcrop-apps-'));
  const modules = path.join(directory, 'node_modules');
  mkdirSync(path.join(modules, 'outcrop'), { recursive: true });
  const tarball = packPackage('packages/sdk', directory);
  execFileSync('tar', ['-xzf', tarball, '-C', path.join(modules, 'outcrop'), '--strip-components=1']);
  for (const name of ['@anthropic-ai', '@aws-sdk', '@opentelemetry', 'openai', 'tsx'])
    symlinkSync(path.join(repositoryModules, name), path.join(modules, name));
  cpSync(path.join(here, 'apps'), directory, { recursive: true });
  return directory;
}
