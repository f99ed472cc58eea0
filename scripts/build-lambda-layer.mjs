// Makes the Lambda layer: node scripts/build-lambda-layer.mjs [FILE.zip]
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildProduct } from './build-product.mjs';
import { packPackage } from './pack-package.mjs';
import { writeZip } from './write-zip.mjs';

/** AWS_LAMBDA_EXEC_WRAPPER: puts the hook in front of the runtime and our handler in front of the function's. */
const execWrapper = `#!/bin/sh
export OUTCROP_LAMBDA_HANDLER="$_HANDLER"
export _HANDLER="\${OUTCROP_LAYER:-/opt}/outcrop/handler.handler"
export NODE_OPTIONS="\${NODE_OPTIONS:+$NODE_OPTIONS }--import \${OUTCROP_LAYER:-/opt}/nodejs/node_modules/outcrop/dist/hook.mjs"
exec "$@"
`;

const handler = `import { loadLambdaHandler, wrapLambdaHandler } from '../nodejs/node_modules/outcrop/dist/lambda.mjs';

const { OUTCROP_LAMBDA_HANDLER, LAMBDA_TASK_ROOT } = process.env;
export const handler = wrapLambdaHandler(await loadLambdaHandler(OUTCROP_LAMBDA_HANDLER, LAMBDA_TASK_ROOT));
`;

/** Writes the layer as a zip file that is the same for the same sources. */
export function buildLambdaLayer(file) {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'outcrop-layer-'));
  try {
    const folder = path.join(directory, 'outcrop');
    mkdirSync(folder);
    const tarball = packPackage('packages/sdk', directory);
    const { status } = spawnSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
    if (status !== 0) throw new Error(`tar could not unpack ${tarball}`);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.d\.[cm]ts$/.test(entry.name))
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort()
      .map((source) => ({
        name: `nodejs/node_modules/outcrop/${path.relative(folder, source).replaceAll('\\', '/')}`,
        content: readFileSync(source),
      }));
    writeFileSync(
      file,
      writeZip([
        { name: 'outcrop/exec', content: Buffer.from(execWrapper), isExecutable: true },
        { name: 'outcrop/handler.mjs', content: Buffer.from(handler) },
        ...files,
      ]),
    );
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  buildProduct(['sdk']);
  const file = path.resolve(process.argv[2] ?? 'outcrop-lambda-layer.zip');
  buildLambdaLayer(file);
  console.log(file);
}
