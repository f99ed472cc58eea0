import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import * as rollup from 'rollup';
import webpack from 'webpack';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { AppRunner, describeSpan } from '../../test/app-runner.ts';
import { hasTestTools, importTestTool } from '../../test/test-tool.ts';

let runner: AppRunner;
let elsewhere: string;

beforeAll(async () => {
  runner = await AppRunner.start();
  elsewhere = mkdtempSync(path.join(os.tmpdir(), 'outcrop-bundles-'));
});

afterAll(async () => {
  await runner.close();
  rmSync(elsewhere, { recursive: true, force: true });
});

beforeEach(() => runner.collector.clear());

vi.setConfig({ testTimeout: 120_000 });

const requireInModule =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

async function importPlugin<Module>(name: string): Promise<Module> {
  const file = path.join(runner.directory, 'node_modules/outcrop/dist', `${name}.cjs`);
  return (await import(pathToFileURL(file).href)) as Module;
}

async function build(options: esbuild.BuildOptions): Promise<esbuild.BuildResult> {
  const { outcrop } = await importPlugin<typeof import('./esbuild.ts')>('esbuild');
  return esbuild.build({
    bundle: true,
    platform: 'node',
    minify: true,
    logLevel: 'silent',
    banner: options.format === 'esm' ? { js: requireInModule } : {},
    plugins: [outcrop()],
    ...options,
  });
}

interface Compile {
  (configuration: webpack.Configuration, done: (error: Error | null, stats?: webpack.Stats) => void): unknown;
}

/** webpack and Rspack, which is there only with the test tools. */
const compilers: Record<string, () => Promise<Compile>> = {
  webpack: async () => webpack,
  ...(hasTestTools('bundlers') && {
    Rspack: async () => (await importTestTool<{ rspack: Compile }>('bundlers', '@rspack/core')).rspack,
  }),
};

interface Compilation {
  app: string;
  /** Where the bundle goes. */
  directory: string;
  externals?: RegExp;
}

async function compileWith(
  name: string,
  { app, directory, externals }: Compilation,
): Promise<{ file: string; warnings: string[] }> {
  const { OutcropPlugin } = await importPlugin<typeof import('./webpack.ts')>('webpack');
  const compile = await compilers[name]?.();
  const isModule = app.endsWith('.mjs');
  const filename = `${name}-${app}`;
  const stats = await new Promise<webpack.Stats | undefined>((resolve, reject) => {
    compile?.(
      {
        context: runner.directory,
        target: 'node20',
        mode: 'none',
        entry: { app: path.join(runner.directory, app) },
        output: {
          path: directory,
          filename,
          module: isModule,
          chunkFormat: isModule ? 'module' : 'commonjs',
          chunkFilename: `${name}-[id]${path.extname(app)}`,
        },
        experiments: { outputModule: isModule },
        externalsType: isModule ? 'module' : 'commonjs',
        externals: externals ? [externals] : [],
        plugins: [new OutcropPlugin()],
      },
      (error, result) => (error ? reject(error) : resolve(result)),
    );
  });
  const { errors, warnings = [] } = stats?.toJson({ all: false, errors: true, warnings: true }) ?? {};
  expect(errors).toEqual([]);
  return { file: path.join(directory, filename), warnings: warnings.map(({ message }) => message) };
}

async function collect(...args: string[]): Promise<object[]> {
  runner.collector.clear();
  const { stderr } = await runner.run(...args);
  expect(stderr).toBe('');
  return runner.collector.spans.map(describeSpan);
}

const references = new Map<string, object[]>();

/** The spans of an app that runs from its files. */
async function collectHooked(app: string): Promise<object[]> {
  const reference = references.get(app) ?? (await collect('--import', 'outcrop/hook.mjs', app));
  references.set(app, reference);
  return reference;
}

describe('clients in a minified bundle give the spans that the hook gives', () => {
  test.each([
    ['Anthropic’s and OpenAI’s, in an ES module', 'model-clients-hooked.mjs', 5],
    ['Anthropic’s and OpenAI’s, in CommonJS', 'model-clients-hooked.cjs', 5],
    ['the agent runtime’s', 'agent-hooked.mjs', 1],
  ] as const)('%s', async (_name, app, count) => {
    const reference = await collectHooked(app);
    expect(reference).toHaveLength(count);
    const format = app.endsWith('.cjs') ? 'cjs' : 'esm';
    const outfile = path.join(elsewhere, app);
    const { warnings } = await build({ entryPoints: [path.join(runner.directory, app)], outfile, format });
    expect(warnings).toEqual([]);
    expect(await collect(outfile)).toEqual(reference);
  });
});

describe.each(Object.keys(compilers))('clients in a bundle of %s', (name) => {
  const externals = /^(?:@anthropic-ai\/|openai|outcrop$)/;

  test.each([
    ['in an ES module', 'model-clients-hooked.mjs'],
    // webpack takes seconds for it, and gives modules to the same loader.
    ...(name === 'webpack' ? [] : [['in CommonJS', 'model-clients-hooked.cjs'] as const]),
  ] as const)('%s give the spans that the hook gives', async (_form, app) => {
    const reference = await collectHooked(app);
    const { file, warnings } = await compileWith(name, { app, directory: elsewhere });
    expect(warnings).toEqual([]);
    expect(await collect(file)).toEqual(reference);
  });

  test('that are left outside of CommonJS do as well', async () => {
    const app = 'model-clients-hooked.cjs';
    const reference = await collectHooked(app);
    const { file, warnings } = await compileWith(name, { app, directory: runner.directory, externals });
    expect(warnings).toEqual([]);
    expect(await collect(file)).toEqual(reference);
  });

  test('that are left outside of an ES module are said not to be traced', async () => {
    const app = 'model-clients-hooked.mjs';
    const { warnings } = await compileWith(name, { app, directory: runner.directory, externals });
    const outside = ['@anthropic-ai/bedrock-sdk', 'openai', 'openai/bedrock'];
    expect(warnings.toSorted()).toEqual(
      outside.map((source) => expect.stringContaining(`[outcrop] ${source} stays outside`) as string),
    );
  });
});

describe('a client that is left outside by its entry for Bedrock alone is traced', () => {
  test.each(['esm', 'cjs'] as const)('by esbuild, %s', async (format) => {
    const name = `openai-bedrock.${format === 'esm' ? 'mjs' : 'cjs'}`;
    const outfile = path.join(runner.directory, `outside-${name}`);
    const { warnings } = await build({
      entryPoints: [path.join(runner.directory, name)],
      outfile,
      format,
      packages: 'external',
    });
    expect(warnings).toEqual([]);
    expect(await collect(outfile)).toMatchObject([{ name: 'openai.chat.completions.create' }]);
  });

  test('by Rollup', async () => {
    const { outcrop } = await importPlugin<typeof import('./rollup.ts')>('rollup');
    const bundle = await rollup.rollup({
      input: path.join(runner.directory, 'openai-bedrock.mjs'),
      plugins: [outcrop() as rollup.Plugin],
      external: [/^openai/, 'outcrop'],
    });
    const dir = path.join(runner.directory, 'outside-rollup');
    await bundle.write({ dir, format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' });
    await bundle.close();
    expect(await collect(path.join(dir, 'openai-bedrock.mjs'))).toMatchObject([
      { name: 'openai.chat.completions.create' },
    ]);
  });
});

describe('a client that the bundle leaves outside and that loads the traced one itself is said not to be traced', () => {
  const said = expect.stringContaining('@anthropic-ai/bedrock-sdk stays outside this bundle') as string;

  test('by esbuild', async () => {
    const { warnings } = await build({
      entryPoints: [path.join(runner.directory, 'model-clients-hooked.mjs')],
      write: false,
      format: 'esm',
      packages: 'external',
    });
    expect(warnings.map(({ text }) => text)).toEqual([said]);
  });

  test.each([
    ['named', [/^[@\w]/]],
    ['not found', undefined],
  ] as const)('by Rollup, where it is %s', async (_name, external) => {
    const { outcrop } = await importPlugin<typeof import('./rollup.ts')>('rollup');
    const messages: string[] = [];
    const bundle = await rollup.rollup({
      input: path.join(runner.directory, 'model-clients-hooked.mjs'),
      plugins: [outcrop() as rollup.Plugin],
      ...(external && { external: [...external] }),
      onLog: (_level, { plugin, message }) => void (plugin === 'outcrop' && messages.push(message)),
    });
    const { output } = await bundle.generate({ format: 'esm' });
    await bundle.close();
    expect(messages).toEqual([said]);
    expect(output[0].imports).toContain('@anthropic-ai/bedrock-sdk');
  });
});

async function measure(contents: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: runner.directory },
    write: false,
    format: 'esm',
    banner: {},
    plugins: [],
  });
  return outputFiles?.[0]?.contents.length ?? Number.NaN;
}

describe('a bundle holds only what it uses', () => {
  test('nothing of an import that is not used', async () => {
    expect(await measure("import 'outcrop'; import { traced } from 'outcrop';")).toBe(0);
  });

  test('no model families and prices where nothing is instrumented', async () => {
    const whole = await measure("export * from 'outcrop';");
    const some = await measure("export { traced, initLogger, flush } from 'outcrop';");
    expect(some).toBeLessThan(whole / 2);
  });
});
