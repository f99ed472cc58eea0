import { fileURLToPath } from 'node:url';
import { tracedFilePattern } from './traced-module.ts';

/** The part of webpack's and Rspack's compiler that is used. */
export interface Compiler {
  context: string;
  hooks: {
    afterEnvironment: { tap(name: string, callback: () => void): void };
    thisCompilation: { tap(name: string, callback: (compilation: Compilation) => void): void };
  };
  options: {
    module: { rules: unknown[] };
    externalsPresets: { node?: boolean };
  };
  webpack: {
    EntryPlugin: new (
      context: string,
      entry: string,
      options: { name: undefined },
    ) => { apply(compiler: Compiler): void };
  };
}

export interface Compilation {
  hooks: {
    finishModules: {
      tap(name: string, callback: (modules: Iterable<{ identifier(): string }>) => void): void;
    };
  };
  warnings: Error[];
}

const loaderFile = fileURLToPath(new URL('webpack-loader.cjs', import.meta.url));
const entryFile = fileURLToPath(new URL('webpack-entry.mjs', import.meta.url));

/** Traces the client libraries of a bundle for Node, and those that it leaves outside and loads by `require`. */
export function traceBundle(compiler: Compiler): void {
  // Plugins are applied before the target has set its defaults.
  compiler.hooks.afterEnvironment.tap('OutcropPlugin', () => {
    if (isForNode(compiler)) traceModules(compiler);
  });
}

export function isForNode({ options }: Compiler): boolean {
  return options.externalsPresets.node === true;
}

function traceModules(compiler: Compiler): void {
  const { options, context, webpack } = compiler;
  options.module.rules.push({ test: tracedFilePattern, enforce: 'pre', use: [{ loader: loaderFile }] });
  // Packages that stay outside the bundle are loaded by Node, where the hook sees them.
  new webpack.EntryPlugin(context, entryFile, { name: undefined }).apply(compiler);
}
