import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildProduct } from './build-product.mjs';
import { root } from './set-up.mjs';

const internalCondition = 'outcrop-source';

/**
 * Makes the tarball that would be published, without what only the repository needs (the export condition to source,
 * development dependencies, scripts), and returns its path.
 */
export function packPackage(directory, destination) {
  const source = path.join(root, directory);
  const manifest = JSON.parse(readFileSync(path.join(source, 'package.json'), 'utf8'));
  const stage = mkdtempSync(path.join(os.tmpdir(), 'outcrop-pack-'));
  try {
    for (const entry of manifest.files)
      cpSync(path.join(source, entry), path.join(stage, entry), { recursive: true });
    cpSync(path.join(source, 'README.md'), path.join(stage, 'README.md'));
    cpSync(path.join(root, 'LICENSE'), path.join(stage, 'LICENSE'));
    rmSync(path.join(stage, 'dist', '.built-from'), { force: true });
    delete manifest.devDependencies;
    delete manifest.scripts;
    writeFileSync(
      path.join(stage, 'package.json'),
      JSON.stringify(manifest, (key, value) => (key === internalCondition ? undefined : value), 2),
    );
    mkdirSync(destination, { recursive: true });
    const result = spawnSync('npm', ['pack', '--json', '--pack-destination', destination], {
      cwd: stage,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    if (result.status !== 0) throw new Error(`npm pack of ${directory} failed: ${result.stderr}`);
    const packed = JSON.parse(result.stdout);
    const entry = Array.isArray(packed) ? packed[0] : Object.values(packed)[0];
    return path.join(destination, entry.filename);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [directory, destination = process.cwd()] = process.argv.slice(2);
  if (!directory) {
    console.error('Usage: node scripts/pack-package.mjs packages/sdk [DESTINATION]');
    process.exit(1);
  }
  buildProduct([path.basename(directory)]);
  console.log(packPackage(directory, path.resolve(destination)));
}
