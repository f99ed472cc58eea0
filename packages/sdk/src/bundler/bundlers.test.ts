import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import * as rollup from 'rollup';
import * as vite from 'vite';
import webpack from 'webpack';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { AppRunner, describeSpan } from '../../test/app-runner.ts';
import { hasTestTools, importTestTool } from '../../test/test-tool.ts';

let runner: AppRunner;
/** Outside every node_modules, so that what runs there holds all it needs. */
let elsewhere: string;
let reference: object[];
const spanNames = [
  'app',
  'bedrock.converse',
  'bedrock.converseStream',
  'bedrock.invokeModel',
  'bedrock.invokeModelWithResponseStream',
  'bedrock.converse',
];

beforeAll(async () => {
  runner = await AppRunner.start();
  elsewhere = mkdtempSync(path.join(os.tmpdir(), 'outcrop-bundles-'));
  await runner.run('--import', 'outcrop/hook.mjs', 'hooked.mjs');
  reference = runner.collector.spans.map(describeSpan);
});

afterAll(async () => {
  await runner.close();
  rmSync(elsewhere, { recursive: true, force: true });
});

beforeEach(() => runner.collector.clear());

vi.setConfig({ testTimeout: 120_000 });

/** The plugin from the installed package, as an app would import it. */
async function importPlugin<Module>(name: string): Promise<Module> {
  const file = path.join(runner.directory, 'node_modules/outcrop/dist', `${name}.cjs`);
  return (await import(pathToFileURL(file).href)) as Module;
}

interface Form {
  /** A file of `test/apps`. */
  app: string;
  format: 'esm' | 'cjs';
  isMinified: boolean;
  /** Whether packages stay outside the bundle. */
  isExternal: boolean;
}

const forms: [string, Form][] = [
  ['an ES module', { app: 'hooked.mjs', format: 'esm', isMinified: false, isExternal: false }],
  ['a minified ES module', { app: 'hooked.mjs', format: 'esm', isMinified: true, isExternal: false }],
  ['CommonJS', { app: 'hooked.cjs', format: 'cjs', isMinified: false, isExternal: false }],
  ['minified CommonJS', { app: 'hooked.cjs', format: 'cjs', isMinified: true, isExternal: false }],
  [
    'an ES module with packages outside',
    { app: 'hooked.mjs', format: 'esm', isMinified: true, isExternal: true },
  ],
  [
    'CommonJS with packages outside',
    { app: 'hooked.cjs', format: 'cjs', isMinified: true, isExternal: true },
  ],
];

let builds = 0;

function outputDirectory({ isExternal }: Form): string {
  builds += 1;
  return path.join(isExternal ? runner.directory : elsewhere, `build-${builds}`);
}

function extension({ format }: Form): string {
  return format === 'esm' ? 'mjs' : 'cjs';
}

/** The spans of a run, first by name alone so that a difference can be read. */
async function runBundle(file: string): Promise<object[]> {
  const { stderr } = await runner.run(file);
  expect(stderr).toBe('');
  expect(runner.collector.spans.map(({ name }) => name)).toEqual(spanNames);
  return runner.collector.spans.map(describeSpan);
}

// What esbuild's own documentation asks for when CommonJS packages go into an ES module.
const requireInModule =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

async function buildWithEsbuild(form: Form, options: esbuild.BuildOptions = {}): Promise<string> {
  const { outcrop } = await importPlugin<typeof import('./esbuild.ts')>('esbuild');
  const outdir = outputDirectory(form);
  const plugin: esbuild.Plugin = outcrop();
  const { warnings } = await esbuild.build({
    entryPoints: { app: path.join(runner.directory, form.app) },
    outdir,
    bundle: true,
    platform: 'node',
    format: form.format,
    minify: form.isMinified,
    packages: form.isExternal ? 'external' : 'bundle',
    outExtension: { '.js': `.${extension(form)}` },
    banner: form.format === 'esm' ? { js: requireInModule } : {},
    logLevel: 'silent',
    plugins: [plugin],
    ...options,
  });
  expect(warnings).toEqual([]);
  return path.join(outdir, `app.${extension(form)}`);
}

describe('esbuild', () => {
  test.each(forms)('%s', async (_name, form) => {
    expect(await runBundle(await buildWithEsbuild(form))).toEqual(reference);
  });

  test('the ES build of the client', async () => {
    const form: Form = { app: 'hooked.mjs', format: 'esm', isMinified: true, isExternal: false };
    expect(await runBundle(await buildWithEsbuild(form, { mainFields: ['module', 'main'] }))).toEqual(
      reference,
    );
  });

  test('code splitting', async () => {
    const form: Form = { app: 'hooked.mjs', format: 'esm', isMinified: true, isExternal: false };
    expect(await runBundle(await buildWithEsbuild(form, { splitting: true }))).toEqual(reference);
  });

  test('an app that knows nothing of tracing', async () => {
    const form: Form = { app: 'unaware.mjs', format: 'esm', isMinified: true, isExternal: false };
    await runner.run(await buildWithEsbuild(form));
    expect(runner.collector.spans.map(({ name }) => name)).toEqual(spanNames.slice(1));
  });

  test('a bundle for browsers is left alone, and that is said', async () => {
    const { outcrop } = await importPlugin<typeof import('./esbuild.ts')>('esbuild');
    const { warnings, outputFiles } = await esbuild.build({
      stdin: { contents: 'console.log(1)' },
      bundle: true,
      write: false,
      logLevel: 'silent',
      plugins: [outcrop()],
    });
    expect(warnings.map(({ text }) => text)).toEqual([expect.stringContaining("set platform to 'node'")]);
    expect(outputFiles[0]?.text).not.toContain('outcrop');
  });
});

async function createRollupResolvers(form: Form): Promise<rollup.InputPluginOption[]> {
  if (form.isExternal) return [];
  const nodeResolve = await importTestTool<{ nodeResolve: (options: object) => rollup.Plugin }>(
    'bundlers',
    '@rollup/plugin-node-resolve',
  );
  const commonjs = await importTestTool<{ default: () => rollup.Plugin }>(
    'bundlers',
    '@rollup/plugin-commonjs',
  );
  const json = await importTestTool<{ default: () => rollup.Plugin }>('bundlers', '@rollup/plugin-json');
  return [
    nodeResolve.nodeResolve({ preferBuiltins: true, exportConditions: ['node'] }),
    commonjs.default(),
    json.default(),
  ];
}

describe.skipIf(!hasTestTools('bundlers'))('Rollup', () => {
  test.each(
    forms.filter(([, { isMinified, isExternal, app }]) => isMinified && !(isExternal && app.endsWith('cjs'))),
  )('%s', async (_name, form) => {
    const { outcrop } = await importPlugin<typeof import('./rollup.ts')>('rollup');
    const plugin: rollup.Plugin = outcrop();
    const bundle = await rollup.rollup({
      input: { app: path.join(runner.directory, form.app) },
      plugins: [plugin, ...(await createRollupResolvers(form))],
      external: form.isExternal ? [/^[@\w]/] : [],
      onLog: () => undefined,
    });
    const dir = outputDirectory(form);
    await bundle.write({
      dir,
      format: form.format,
      compact: true,
      entryFileNames: `[name].${extension(form)}`,
      chunkFileNames: `[name].${extension(form)}`,
    });
    await bundle.close();
    expect(await runBundle(path.join(dir, `app.${extension(form)}`))).toEqual(reference);
  });
});

describe('Vite', () => {
  test.each([
    ['a build for servers as it is by default, packages outside', undefined, false],
    ['a build for servers that holds its packages', true, true],
  ] as const)('%s', async (_name, noExternal, isMinified) => {
    const { outcrop } = await importPlugin<typeof import('./vite.ts')>('vite');
    const plugin: vite.Plugin = outcrop();
    const outDir = path.join(noExternal ? elsewhere : runner.directory, `vite-${isMinified}`);
    await vite.build({
      configFile: false,
      root: runner.directory,
      logLevel: 'error',
      ssr: { noExternal },
      build: {
        ssr: 'hooked.mjs',
        outDir,
        minify: isMinified,
        rolldownOptions: {
          output: { entryFileNames: 'app.mjs', codeSplitting: noExternal ? false : undefined },
        },
      },
      plugins: [plugin],
    });
    expect(await runBundle(path.join(outDir, 'app.mjs'))).toEqual(reference);
  });
});

// webpack's minifier is slow, and one minified bundle is as good as four.
const webpackForms = forms
  .map(([name, form]) => {
    const isMinified = form.isMinified && form.format === 'cjs' && !form.isExternal;
    return [name, { ...form, isMinified }] as const;
  })
  .filter(([name]) => name !== 'CommonJS' && name !== 'a minified ES module');

interface Compile {
  (configuration: webpack.Configuration, done: (error: Error | null, stats?: webpack.Stats) => void): unknown;
}

async function buildWithWebpack(compile: Compile, form: Form): Promise<string> {
  const { OutcropPlugin } = await importPlugin<typeof import('./webpack.ts')>('webpack');
  const directory = outputDirectory(form);
  const isModule = form.format === 'esm';
  const stats = await new Promise<webpack.Stats | undefined>((resolve, reject) => {
    compile(
      {
        context: runner.directory,
        target: 'node20',
        mode: form.isMinified ? 'production' : 'development',
        devtool: false,
        entry: { app: path.join(runner.directory, form.app) },
        output: {
          path: directory,
          filename: `[name].${extension(form)}`,
          module: isModule,
          chunkFormat: isModule ? 'module' : 'commonjs',
        },
        experiments: { outputModule: isModule },
        externalsType: isModule ? 'module' : 'commonjs',
        externals: form.isExternal ? [/^(@aws-sdk\/|outcrop$)/] : [],
        plugins: [new OutcropPlugin()],
      },
      (error, result) => (error ? reject(error) : resolve(result)),
    );
  });
  expect(stats?.toJson({ all: false, errors: true, warnings: true })).toMatchObject({
    errors: [],
    warnings: [],
  });
  return path.join(directory, `app.${extension(form)}`);
}

describe('webpack', () => {
  test.each(webpackForms)('%s', async (_name, form) => {
    expect(await runBundle(await buildWithWebpack(webpack, form))).toEqual(reference);
  });
});

describe.skipIf(!hasTestTools('bundlers'))('Rspack', () => {
  test.each(webpackForms)('%s', async (_name, form) => {
    const { rspack } = await importTestTool<{ rspack: Compile }>('bundlers', '@rspack/core');
    expect(await runBundle(await buildWithWebpack(rspack, form))).toEqual(reference);
  });
});
