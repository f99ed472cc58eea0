import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { startEmulator, type Emulator } from '@outcrop/emulator';
import { build } from 'esbuild';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Collector, type CollectedSpan } from '../test/collector.ts';
import { installPackage } from '../test/install-package.ts';

const run = promisify(execFile);
let directory: string;
let emulator: Emulator;
let collector: Collector;

beforeAll(async () => {
  directory = installPackage();
  emulator = await startEmulator();
  collector = await Collector.start();
});

afterAll(async () => {
  await Promise.all([emulator.close(), collector.close()]);
  rmSync(directory, { recursive: true, force: true });
});

beforeEach(() => collector.clear());

async function runApp(...args: string[]): Promise<{ stderr: string }> {
  return run(process.execPath, args, {
    cwd: directory,
    env: {
      PATH: process.env['PATH'],
      NODE_NO_WARNINGS: '1',
      AWS_ENDPOINT_URL_BEDROCK_RUNTIME: emulator.url,
      AWS_ACCESS_KEY_ID: 'AKIDEMULATOR',
      AWS_SECRET_ACCESS_KEY: 'emulator-secret',
      OUTCROP_API_KEY: 'apps-key',
      OUTCROP_API_URL: collector.url,
    },
  });
}

/** What must be the same however the app is built: everything but ids and times. */
function describeSpan(span: CollectedSpan): object {
  const { name, type, input, output, error, project } = span;
  const { request_id: requestId, ...metadata } = span.metadata;
  const { time_to_first_token: firstToken, latency_ms: latency, ...metrics } = span.metrics;
  return {
    name,
    type,
    project,
    input,
    output: JSON.stringify(output)?.replaceAll(/msg_bdrk_\w+/g, 'msg'),
    metadata,
    metrics,
    hasFirstToken: firstToken !== undefined,
    hasLatency: latency !== undefined,
    hasRequestId: requestId !== undefined,
    error: error && { ...error, stack: undefined },
    isChild: span.parentSpanId !== undefined,
  };
}

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
    await runApp('wrapped.mjs');
    reference = collector.spans.map(describeSpan);
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
    await runApp(...args);
    expect(collector.spans.map(describeSpan)).toEqual(reference);
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
        directory,
        `bundle-${form.replaceAll(/\W+/g, '-')}.${isCommonJs ? 'cjs' : 'mjs'}`,
      );
      await build({
        entryPoints: [path.join(directory, entry)],
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
      await runApp(outfile);
      expect(collector.spans.map(describeSpan)).toEqual(reference);
    },
  );

  test('that knows nothing of tracing, by hook and environment', async () => {
    const { stderr } = await runApp('--import', 'outcrop/hook.mjs', 'unaware.mjs');
    expect(collector.spans.map((span) => span.name)).toEqual(spanNames.slice(1));
    expect(new Set(collector.spans.map((span) => span.project))).toEqual(new Set(['default']));
    expect(stderr).toBe('');
  });
});
