import { readFileSync } from 'node:fs';

/** A module of a client library, in one of the two forms it is published in, and the classes of it to trace. */
export interface TracedModule {
  packageName: string;
  format: 'esm' | 'cjs';
  /** From the package's folder. */
  file: string;
  /** Names that stand at the module's top level. */
  classNames: readonly string[];
}

/** Adding a client library: its modules here, what traces its classes in `instrument.ts`. */
const tracedModules: readonly TracedModule[] = [
  {
    packageName: '@aws-sdk/client-bedrock-runtime',
    format: 'esm',
    file: 'dist-es/BedrockRuntimeClient.js',
    classNames: ['BedrockRuntimeClient'],
  },
  {
    packageName: '@aws-sdk/client-bedrock-runtime',
    format: 'cjs',
    file: 'dist-cjs/index.js',
    classNames: ['BedrockRuntimeClient'],
  },
];

const packageNames = [...new Set(tracedModules.map(({ packageName }) => packageName))];

/** Matches the names of the packages that have traced modules. */
export const tracedPackagePattern = new RegExp(`^(?:${packageNames.map(escapePattern).join('|')})$`);

/** Matches every file that may be a traced module, with either kind of slash; `findTracedModule` tells whether it is. */
export const tracedFilePattern = new RegExp(
  `[\\\\/](?:${[...new Set(tracedModules.map(({ file }) => escapePattern(file)))].join('|').replaceAll('/', '[\\\\/]')})(?:\\?.*)?$`,
);

/**
 * The traced module that a file is, wherever its package is installed: under npm, pnpm or Yarn, linked, or under
 * another name.
 */
export function findTracedModule(id: string): TracedModule | undefined {
  if (!tracedFilePattern.test(id)) return undefined;
  const file = id.replace(/\?.*$/, '').replaceAll('\\', '/');
  return tracedModules.find((module) => file.endsWith(`/${module.file}`) && isInPackage(file, module));
}

function isInPackage(file: string, module: TracedModule): boolean {
  const folder = file.slice(0, -module.file.length);
  if (folder.endsWith(`/${module.packageName}/`)) return true;
  try {
    const manifest = JSON.parse(readFileSync(`${folder}package.json`, 'utf8')) as { name?: string };
    return manifest.name === module.packageName;
  } catch {
    return false;
  }
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
