import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

export type ToolSet = 'bundlers' | 'model-clients-oldest' | 'model-clients-middle' | 'runtimes';

const cache = path.resolve(import.meta.dirname, '../../../.cache');

/** Whether `scripts/install-test-tools.mjs` has run. In CI it must have; elsewhere its absence is said loudly. */
export function hasTestTools(set: ToolSet): boolean {
  if (existsSync(path.join(cache, set, '.installed'))) return true;
  const message = `.cache/${set} is missing: run node scripts/install-test-tools.mjs.`;
  if (process.env['CI']) throw new Error(message);
  console.warn(`${message} The tests that need it are left out.`);
  return false;
}

/** Where a file of a tool is, such as a runtime's executable. */
export function findTestTool(set: ToolSet, file: string): string {
  return path.join(cache, set, 'node_modules', file);
}

/** Loads a package of a tool set. */
export async function importTestTool<Module>(set: ToolSet, name: string): Promise<Module> {
  const file = createRequire(path.join(cache, set, 'package.json')).resolve(name);
  return (await import(pathToFileURL(file).href)) as Module;
}
