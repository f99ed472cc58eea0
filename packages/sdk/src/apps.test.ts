import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppRunner, describeSpan } from '../test/app-runner.ts';
import type { CollectedSpan } from '../test/collector.ts';

let runner: AppRunner;

beforeAll(async () => {
  runner = await AppRunner.start();
});

afterAll(() => runner.close());

beforeEach(() => runner.collector.clear());

const spanNames = [
  'app',
  'bedrock.converse',
  'bedrock.converseStream',
  'bedrock.invokeModel',
  'bedrock.invokeModelWithResponseStream',
  'bedrock.converse',
];

describe('an app gives the same spans', () => {
  let reference: object[];

  beforeAll(async () => {
    await runner.run('wrapped.mjs');
    reference = runner.collector.spans.map(describeSpan);
  });

  test('wrapped, as an ES module', () => {
    expect(reference.map((span) => (span as CollectedSpan).name)).toEqual(spanNames);
    expect(reference).toMatchObject([
      { isChild: false },
      ...Array.from({ length: 4 }, () => ({ isChild: true, hasRequestId: true, error: undefined })),
      { error: { type: 'ValidationException', status: 400 } },
    ]);
  });

  test.each([
    ['wrapped, as CommonJS', ['wrapped.cjs']],
    ['hooked, as an ES module', ['--import', 'outcrop/hook.mjs', 'hooked.mjs']],
    ['hooked, as CommonJS', ['--import', 'outcrop/hook.mjs', 'hooked.cjs']],
    ['hooked by --require', ['--require', 'outcrop/hook.cjs', 'hooked.cjs']],
    ['hooked and wrapped', ['--import', 'outcrop/hook.mjs', 'wrapped.mjs']],
    [
      'hooked twice, as ES module and CommonJS',
      ['--import', 'outcrop/hook.mjs', '--require', 'outcrop/hook.cjs', 'hooked.mjs'],
    ],
    ['hooked, as TypeScript under tsx', ['--import', 'tsx', '--import', 'outcrop/hook.mjs', 'typed.mts']],
    ['hooked before tsx', ['--import', 'outcrop/hook.mjs', '--import', 'tsx', 'typed.mts']],
  ])('%s', async (_form, args) => {
    await runner.run(...args);
    expect(runner.collector.spans.map(describeSpan)).toEqual(reference);
  });

  test.each([
    ['esbuild, default', {}],
    ['esbuild, minified', { minify: true }],
    ['esbuild, minified, CommonJS', { minify: true, format: 'cjs' as const, entry: 'wrapped.cjs' }],
  ])(
    'bundled by %s',
    async (
      form,
      { entry = 'wrapped.mjs', ...options }: { entry?: string; minify?: boolean; format?: 'cjs' },
    ) => {
      const isCommonJs = options.format === 'cjs';
      const outfile = path.join(
        runner.directory,
        `bundle-${form.replaceAll(/\W+/g, '-')}.${isCommonJs ? 'cjs' : 'mjs'}`,
      );
      await build({
        entryPoints: [path.join(runner.directory, entry)],
        outfile,
        bundle: true,
        platform: 'node',
        format: 'esm',
        logLevel: 'error',
        // What esbuild's own documentation asks for when CommonJS packages go into an ES module.
        banner: isCommonJs
          ? {}
          : {
              js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
            },
        ...options,
      });
      await runner.run(outfile);
      expect(runner.collector.spans.map(describeSpan)).toEqual(reference);
    },
  );

  test.each(['outcrop', 'outcrop/otel'])('and requiring %s hooks nothing', async (entry) => {
    const program = `const m = require('node:module'); const load = m._load; require('${entry}'); console.error(m._load === load ? 'as it was' : 'hooked')`;
    expect((await runner.run('--eval', program)).stderr).toBe('as it was\n');
  });

  test('that knows nothing of tracing, by hook and environment', async () => {
    const { stderr } = await runner.run('--import', 'outcrop/hook.mjs', 'unaware.mjs');
    expect(runner.collector.spans.map((span) => span.name)).toEqual(spanNames.slice(1));
    expect(new Set(runner.collector.spans.map((span) => span.project))).toEqual(new Set(['default']));
    expect(stderr).toBe('');
  });
});
