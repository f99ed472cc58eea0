/** A module of a client library that Node loads as an ES module, which `Module._load` never sees. */
interface HookedModule {
  packageName: string;
  /** The end of its address. */
  file: string;
  /** The class to trace, by the name it has at the module's top level. */
  className: string;
}

const hookedModules: readonly HookedModule[] = [
  {
    packageName: '@anthropic-ai/sdk',
    file: '/node_modules/@anthropic-ai/sdk/resources/messages/messages.mjs',
    className: 'Messages',
  },
  {
    packageName: '@anthropic-ai/sdk',
    file: '/node_modules/@anthropic-ai/sdk/resources/beta/messages/messages.mjs',
    className: 'Messages',
  },
  {
    packageName: 'openai',
    file: '/node_modules/openai/resources/chat/completions/completions.mjs',
    className: 'Completions',
  },
  {
    packageName: 'openai',
    file: '/node_modules/openai/resources/responses/responses.mjs',
    className: 'Responses',
  },
];

/** Folders of `node_modules` that hold these packages. */
export const hookedPackageNames: readonly string[] = ['@anthropic-ai/sdk', 'openai'];

/** Under this symbol the global object holds the function that the hooked modules hand their classes to. */
export const instrumentKey = 'outcrop.instrument.0';

/** What a step of finding a module gives the step before it. */
export interface Resolution {
  url: string;
  format?: string | null;
}

const wrapperStart = 'data:text/javascript,/*outcrop*/';

/**
 * Puts a module in the place of a hooked one that exports all the same and hands over the class. Only where modules are
 * found is touched: a hook in the way of how they are loaded would take CommonJS modules from `Module._load`, on which
 * other instrumentations depend as well.
 */
export function traceResolution<Found extends Resolution>(
  found: Found,
  parentUrl: string | undefined,
): Found {
  if (!found.url.endsWith('s.mjs') || parentUrl?.startsWith(wrapperStart)) return found;
  const module = hookedModules.find(({ file }) => found.url.endsWith(file));
  return module
    ? { ...found, url: wrapperStart + encodeURIComponent(writeWrapper(module, found.url)), format: 'module' }
    : found;
}

function writeWrapper({ packageName, className }: HookedModule, url: string): string {
  const address = JSON.stringify(url);
  return (
    `import { ${className} } from ${address};\n` +
    `export * from ${address};\n` +
    `globalThis[Symbol.for('${instrumentKey}')]?.('${packageName}', { ${className} });\n`
  );
}
