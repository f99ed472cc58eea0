import { hookEsModules } from '../es-modules/hook-es-modules.ts';
import { hookModuleLoading } from '../instrumentation/hook-module-loading.ts';
import { traceBundle } from './trace-bundle.ts';
import { tracedFilePattern } from './traced-module.ts';

/** The part of Next.js's configuration that is used. */
interface NextOptions {
  webpack?: ((config: WebpackOptions, context: unknown) => WebpackOptions) | null;
  turbopack?: { rules?: Record<string, unknown> };
}

interface WebpackOptions {
  plugins?: unknown[];
}

type NextFunction<Config> = (phase: string, context: { defaultConfig: Config }) => Config | Promise<Config>;

/**
 * Wraps the configuration of Next.js, in whatever form it is: Bedrock calls of code that runs on the server, in Node, are
 * traced, built by webpack or by Turbopack (from Next.js 16). Everything else in the configuration stays as it is.
 */
export function withOutcrop<Config extends object>(
  config: (phase: string, context: { defaultConfig: Config }) => Promise<Config>,
): (phase: string, context: { defaultConfig: Config }) => Promise<Config>;
export function withOutcrop<Config extends object>(
  config: (phase: string, context: { defaultConfig: Config }) => Config,
): (phase: string, context: { defaultConfig: Config }) => Config;
export function withOutcrop<Config extends object>(config?: Config): Config;
export function withOutcrop<Config extends object>(
  config: Config | NextFunction<Config> = {} as Config,
): Config | NextFunction<Config> {
  // `next start` reads the configuration before it loads a page: packages that stay outside the build are seen from here.
  hookModuleLoading();
  hookEsModules(new URL('es-module-loader.mjs', import.meta.url));
  if (typeof config !== 'function') return addTracing(config);
  return (phase, context) => {
    const made = config(phase, context);
    return made instanceof Promise ? made.then(addTracing) : addTracing(made);
  };
}

/** Only for the bundler at work: Next.js stops a build whose own bundler has no configuration while the other has one. */
function addTracing<Config extends object>(config: Config): Config {
  const { webpack, turbopack }: NextOptions = config;
  const bundler = process.env['TURBOPACK'];
  if (!bundler) return { ...config, webpack: addPlugin(webpack) };
  if (bundler === 'auto' && webpack && !turbopack) return config;
  return { ...config, turbopack: { ...turbopack, rules: addRule(turbopack?.rules) } };
}

function addPlugin(webpack: NextOptions['webpack']): NonNullable<NextOptions['webpack']> {
  return (config, context) => {
    const own = webpack?.(config, context) ?? config;
    own.plugins = [...(own.plugins ?? []), { apply: traceBundle }];
    return own;
  };
}

function addRule(rules: Record<string, unknown> = {}): Record<string, unknown> {
  const rule = {
    condition: { all: ['node', { path: tracedFilePattern }] },
    loaders: ['outcrop/webpack-loader'],
  };
  const others = rules['*'] === undefined ? [] : [rules['*']].flat();
  return { ...rules, '*': [...others, rule] };
}
