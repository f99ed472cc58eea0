import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findPackageName, type TracedModule } from './traced-module.ts';

/**
 * Absolute, because a client library can import `outcrop` by name only where npm happens to have put both side by side;
 * and for both module formats the same file, so that a bundle holds it once.
 */
const instrumentFile = fileURLToPath(new URL('instrument.mjs', import.meta.url)).replaceAll('\\', '/');

/**
 * The module's code with one statement more, at its end so that source maps stay true. A version of the library that
 * has its class elsewhere is left as it is. `folder` is the module's, for a bundler that takes no absolute path.
 */
export function appendInstrumentation(code: string, module: TracedModule, folder?: string): string {
  const { packageName, format, className } = module;
  if (!new RegExp(`\\b(?:class|var|let|const) ${className}\\b`).test(code)) return code;
  const file = JSON.stringify(folder === undefined ? instrumentFile : findRelativePath(folder));
  const call = `(${JSON.stringify(packageName)}, { ${className} });\n`;
  return format === 'esm'
    ? `${code}\nimport { instrument as __outcropInstrument } from ${file};\n__outcropInstrument${call}`
    : `${code}\n;require(${file}).instrument${call}`;
}

/** On Windows there is none to another drive. */
function findRelativePath(folder: string): string {
  const relative = path.relative(folder, instrumentFile).replaceAll('\\', '/');
  return path.isAbsolute(relative) || relative.startsWith('.') ? relative : `./${relative}`;
}

/** A module that stands in for one the bundle leaves outside: it loads it, traces it and exports what it exports. */
export function writeExternalModule(source: string, format: 'esm' | 'cjs'): string {
  const name = JSON.stringify(source);
  const file = JSON.stringify(instrumentFile);
  const packageName = findPackageName(source);
  const call = `instrument(${JSON.stringify(packageName)}, client);`;
  // The packages have a default export, their other entries do not.
  const defaultExport = packageName === source ? `export { default } from ${name};\n` : '';
  return format === 'esm'
    ? `import * as client from ${name};
import { instrument } from ${file};
${call}
export * from ${name};
${defaultExport}`
    : `const client = require(${name});
require(${file}).${call}
module.exports = client;
`;
}
