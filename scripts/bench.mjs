import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root, setUp } from './set-up.mjs';

setUp();
const result = spawnSync(
  process.execPath,
  [
    '--import',
    'tsx',
    '--conditions',
    'outcrop-source',
    path.join('bench', 'run.ts'),
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit' },
);
process.exit(result.status ?? 1);
