import { readFileSync } from 'node:fs';

/** A module of a client library, in one of the two forms it is published in, and the class of it to trace. */
export interface TracedModule {
  packageName: string;
  format: 'esm' | 'cjs';
  /** From the package's folder. */
  file: string;
  /** A name that stands at the module's top level. */
  className: string;
}

const awsClients = { runtime: 'BedrockRuntimeClient', 'agent-runtime': 'BedrockAgentRuntimeClient' };

/** By package: resource modules, without extension, and their class. */
const resources = {
  '@anthropic-ai/sdk': {
    'resources/messages/messages': 'Messages',
    'resources/beta/messages/messages': 'Messages',
  },
  openai: {
    'resources/chat/completions/completions': 'Completions',
    'resources/responses/responses': 'Responses',
  },
};

/** Adding a client library: its modules here, what traces its classes in `instrument.ts`. */
const tracedModules: readonly TracedModule[] = [
  ...Object.entries(awsClients).flatMap(([name, className]): TracedModule[] => {
    const packageName = `@aws-sdk/client-bedrock-${name}`;
    return [
      { packageName, className, format: 'esm', file: `dist-es/${className}.js` },
      { packageName, className, format: 'cjs', file: 'dist-cjs/index.js' },
    ];
  }),
  ...Object.entries(resources).flatMap(([packageName, modules]) =>
    Object.entries(modules).flatMap(([file, className]): TracedModule[] => [
      { packageName, className, format: 'esm', file: `${file}.mjs` },
      { packageName, className, format: 'cjs', file: `${file}.js` },
    ]),
  ),
];

const packageNames = [...new Set(tracedModules.map(({ packageName }) => packageName))];

/** Entries of these packages that give a client as well. */
const clientEntries = ['openai/bedrock'];

/** Matches what an app imports of the packages that have traced modules. */
export const tracedImportPattern = new RegExp(
  `^(?:${[...packageNames, ...clientEntries].map(escapePattern).join('|')})$`,
);

/** The package of what {@link tracedImportPattern} matches. */
export function findPackageName(source: string): string {
  return packageNames.find((name) => source.startsWith(`${name}/`)) ?? source;
}

/** Matches packages that load a traced one themselves: outside a bundle only the hook sees that. */
export const carrierPackagePattern = /^@anthropic-ai\/bedrock-sdk$/;

/** What wraps the clients of packages that Node loads as ES modules, by what an app imports. */
const wrappers: Readonly<Record<string, string>> = {
  '@anthropic-ai/bedrock-sdk': 'wrapAnthropic',
  '@anthropic-ai/sdk': 'wrapAnthropic',
  openai: 'wrapOpenAI',
  'openai/bedrock': 'wrapOpenAI',
};

/** What to say of an ES module that is left outside a bundle in a way that the bundle cannot trace. */
export function describeOutside(source: string): string | undefined {
  const wrapper = wrappers[source];
  return (
    wrapper &&
    `[outcrop] ${source} stays outside this bundle and is not traced by it: bundle it, ` +
      `wrap its clients with ${wrapper}, or start the app with node --import outcrop/hook.mjs.`
  );
}

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
