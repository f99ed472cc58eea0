import { fileURLToPath } from 'node:url';
import { tracedFilePattern } from './traced-module.ts';

/** The part of webpack's and Rspack's compiler that is used. */
interface Compiler {
  context: string;
  hooks: { afterEnvironment: { tap(name: string, callback: () => void): void } };
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

const loaderFile = fileURLToPath(new URL('webpack-loader.cjs', import.meta.url));
const entryFile = fileURLToPath(new URL('webpack-entry.mjs', import.meta.url));

/**
 * Plugin for webpack and Rspack: Bedrock calls of a bundle for Node are traced as the hook would trace them. Bundles
 * for other targets are left alone.
 */
export class OutcropPlugin {
  apply(compiler: Compiler): void {
    // Plugins are applied before the target has set its defaults.
    compiler.hooks.afterEnvironment.tap('OutcropPlugin', () => {
      if (isForNode(compiler)) traceModules(compiler);
    });
  }
}

function isForNode({ options }: Compiler): boolean {
  return options.externalsPresets.node === true;
}

function traceModules(compiler: Compiler): void {
  const { options, context, webpack } = compiler;
  options.module.rules.push({ test: tracedFilePattern, enforce: 'pre', use: [{ loader: loaderFile }] });
  // Packages that stay outside the bundle are loaded by Node, where the hook sees them.
  new webpack.EntryPlugin(context, entryFile, { name: undefined }).apply(compiler);
}
