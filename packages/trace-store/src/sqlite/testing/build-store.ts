import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'tsdown';

const packageDirectory = join(import.meta.dirname, '../../..');

/** Bundles the store as a product does, thread and all, and returns the directory with `index.mjs` and the thread. */
export async function buildStore(name: string): Promise<URL> {
  const outDir = join(packageDirectory, 'dist', name);
  await build({
    config: false,
    cwd: packageDirectory,
    entry: { index: 'src/index.ts', 'sqlite-worker': 'src/sqlite/sqlite-worker.ts' },
    outDir,
    format: 'esm',
    platform: 'node',
    noExternal: [/^@outcrop\//],
    external: ['libsql'],
    inputOptions: { resolve: { conditionNames: ['outcrop-source', 'node', 'import', 'default'] } },
    dts: false,
    logLevel: 'silent',
  });
  return pathToFileURL(`${outDir}/`);
}
