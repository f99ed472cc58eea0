import { readFile } from 'node:fs/promises';
import {
  carrierPackagePattern,
  describeOutside,
  findTracedModule,
  tracedFilePattern,
  tracedImportPattern,
} from './traced-module.ts';
import { appendInstrumentation, writeExternalModule } from './write-instrumentation.ts';

type ImportKind =
  | 'entry-point'
  | 'import-statement'
  | 'require-call'
  | 'dynamic-import'
  | 'require-resolve'
  | 'import-rule'
  | 'composes-from'
  | 'url-token';

interface ResolveArguments {
  path: string;
  importer: string;
  namespace: string;
  resolveDir: string;
  kind: ImportKind;
  pluginData: unknown;
}

interface LoadArguments {
  path: string;
  pluginData: unknown;
}

interface LoadResult {
  contents: string;
  loader: 'js';
  resolveDir?: string;
}

/** The part of esbuild's plugin interface that is used. */
interface EsbuildBuild {
  initialOptions: { platform?: string };
  onStart(callback: () => { warnings: { text: string }[] } | undefined): void;
  resolve(
    path: string,
    options: Pick<ResolveArguments, 'importer' | 'resolveDir' | 'kind' | 'pluginData'>,
  ): Promise<{ external: boolean; errors: unknown[] }>;
  onResolve(
    options: { filter: RegExp },
    callback: (
      args: ResolveArguments,
    ) => Promise<ExternalModule | { warnings: { text: string }[] } | undefined>,
  ): void;
  onLoad(
    options: { filter: RegExp; namespace?: string },
    callback: (args: LoadArguments) => Promise<LoadResult | undefined>,
  ): void;
}

interface ExternalModule {
  path: string;
  namespace: string;
  suffix: string;
  pluginData: { format: 'esm' | 'cjs'; resolveDir: string };
}

export interface EsbuildPlugin {
  name: string;
  setup(build: EsbuildBuild): void;
}

const externalNamespace = 'outcrop-external';
const isAsking = Symbol('outcrop asks what becomes of an import');

/** esbuild plugin: Bedrock calls of a bundle for Node are traced as the hook would trace them. */
export function outcrop(): EsbuildPlugin {
  return {
    name: 'outcrop',
    setup(build) {
      if (build.initialOptions.platform !== 'node') {
        build.onStart(() => ({
          warnings: [{ text: "[outcrop] only bundles for Node are traced: set platform to 'node'." }],
        }));
        return;
      }
      traceBundledModules(build);
      traceExternalModules(build);
      warnOfCarriers(build);
    },
  };
}

function traceBundledModules(build: EsbuildBuild): void {
  build.onLoad({ filter: tracedFilePattern }, async ({ path }) => {
    const module = findTracedModule(path);
    if (!module) return undefined;
    return { contents: appendInstrumentation(await readFile(path, 'utf8'), module), loader: 'js' };
  });
}

function warnOfCarriers(build: EsbuildBuild): void {
  build.onResolve({ filter: carrierPackagePattern }, async (args) => {
    const { path, importer, resolveDir, kind, pluginData } = args;
    if (pluginData === isAsking) return undefined;
    const { external } = await build.resolve(path, { importer, resolveDir, kind, pluginData: isAsking });
    const text = external ? describeOutside(path) : undefined;
    return text ? { warnings: [{ text }] } : undefined;
  });
}

function traceExternalModules(build: EsbuildBuild): void {
  build.onResolve({ filter: tracedImportPattern }, async (args) => {
    const { path, importer, namespace, resolveDir, kind, pluginData } = args;
    if (pluginData === isAsking || namespace === externalNamespace) return undefined;
    const resolved = await build.resolve(path, { importer, resolveDir, kind, pluginData: isAsking });
    if (!resolved.external) return undefined;
    const format = kind === 'require-call' ? 'cjs' : 'esm';
    return {
      path,
      namespace: externalNamespace,
      suffix: `?${format}`,
      pluginData: { format, resolveDir },
    };
  });
  build.onLoad({ filter: tracedImportPattern, namespace: externalNamespace }, async (args) => {
    const { format, resolveDir } = args.pluginData as ExternalModule['pluginData'];
    return { contents: writeExternalModule(args.path, format), loader: 'js', resolveDir };
  });
}
