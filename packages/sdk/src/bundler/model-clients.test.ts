import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import * as rollup from 'rollup';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { AppRunner, describeSpan } from '../../test/app-runner.ts';

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

async function collect(...args: string[]): Promise<object[]> {
  runner.collector.clear();
  const { stderr } = await runner.run(...args);
  expect(stderr).toBe('');
  return runner.collector.spans.map(describeSpan);
}

describe('clients in a minified bundle give the spans that the hook gives', () => {
  test.each([
    ['Anthropic’s and OpenAI’s, in an ES module', 'model-clients-hooked.mjs', 5],
    ['Anthropic’s and OpenAI’s, in CommonJS', 'model-clients-hooked.cjs', 5],
    ['the agent runtime’s', 'agent-hooked.mjs', 1],
  ] as const)('%s', async (_name, app, count) => {
    const reference = await collect('--import', 'outcrop/hook.mjs', app);
    expect(reference).toHaveLength(count);
    const format = app.endsWith('.cjs') ? 'cjs' : 'esm';
    const outfile = path.join(elsewhere, app);
    const { warnings } = await build({ entryPoints: [path.join(runner.directory, app)], outfile, format });
    expect(warnings).toEqual([]);
    expect(await collect(outfile)).toEqual(reference);
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
