import { spawn } from 'node:child_process';
import path from 'node:path';
import { root, setUp } from './set-up.mjs';

setUp();
const child = spawn(
  process.execPath,
  [
    '--import',
    import.meta.resolve('tsx'),
    '--conditions',
    'outcrop-source',
    path.join(root, 'packages', 'emulator', 'src', 'cli.ts'),
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit' },
);
// A terminal's Ctrl-C reaches the child by itself; a signal to this process alone does not.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => process.exit(code ?? 1));
