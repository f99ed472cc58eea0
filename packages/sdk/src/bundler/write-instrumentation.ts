import { fileURLToPath } from 'node:url';
import type { TracedModule } from './traced-module.ts';

/**
 * Absolute, because a client library can import `outcrop` by name only where npm happens to have put both side by side;
 * and for both module formats the same file, so that a bundle holds it once.
 */
const instrumentFile = fileURLToPath(new URL('instrument.mjs', import.meta.url)).replaceAll('\\', '/');

/** The module's code with one statement more, at its end so that source maps stay true. */
export function appendInstrumentation(code: string, module: TracedModule): string {
  const { packageName, format, classNames } = module;
  const call = `(${JSON.stringify(packageName)}, { ${classNames.join(', ')} });\n`;
  return format === 'esm'
    ? `${code}\nimport { instrument as __outcropInstrument } from ${JSON.stringify(instrumentFile)};\n__outcropInstrument${call}`
    : `${code}\n;require(${JSON.stringify(instrumentFile)}).instrument${call}`;
}

/** A module that stands in for a package the bundle leaves outside: it loads it, traces it and exports what it exports. */
export function writeExternalModule(packageName: string, format: 'esm' | 'cjs'): string {
  const name = JSON.stringify(packageName);
  const file = JSON.stringify(instrumentFile);
  return format === 'esm'
    ? `import * as client from ${name};\nimport { instrument } from ${file};\ninstrument(${name}, client);\nexport * from ${name};\n`
    : `const client = require(${name});\nrequire(${file}).instrument(${name}, client);\nmodule.exports = client;\n`;
}
