import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { AppRunner, describeSpan } from '../test/app-runner.ts';
import { findTestTool, hasTestTools } from '../test/test-tool.ts';

let runner: AppRunner;
let reference: object[];

beforeAll(async () => {
  runner = await AppRunner.start();
  await runner.run('wrapped.mjs');
  reference = runner.collector.spans.map(describeSpan);
});

afterAll(() => runner.close());

beforeEach(() => runner.collector.clear());

const node22 = findTestTool('runtimes', 'node22/bin/node');
const node24 = findTestTool('runtimes', 'node24/bin/node');
const bun = findTestTool('runtimes', '@oven/bun-linux-x64/bin/bun');
const deno = findTestTool('runtimes', '@deno/linux-x64-glibc/deno');

describe.skipIf(!hasTestTools('runtimes'))('the same spans as on Node 20', () => {
  test.each([
    ['Node 22, wrapped', node22, ['wrapped.mjs']],
    ['Node 22, wrapped, CommonJS', node22, ['wrapped.cjs']],
    ['Node 22, hooked', node22, ['--import', 'outcrop/hook.mjs', 'hooked.mjs']],
    ['Node 22, hooked, CommonJS', node22, ['--require', 'outcrop/hook.cjs', 'hooked.cjs']],
    ['Node 24, wrapped', node24, ['wrapped.mjs']],
    ['Node 24, wrapped, CommonJS', node24, ['wrapped.cjs']],
    ['Node 24, hooked', node24, ['--import', 'outcrop/hook.mjs', 'hooked.mjs']],
    ['Node 24, hooked, CommonJS', node24, ['--require', 'outcrop/hook.cjs', 'hooked.cjs']],
    ['Bun, wrapped', bun, ['wrapped.mjs']],
    ['Deno, wrapped', deno, ['run', '-A', '--node-modules-dir=manual', 'wrapped.mjs']],
    [
      'Deno, hooked',
      deno,
      [
        'run',
        '-A',
        '--node-modules-dir=manual',
        '--preload',
        './node_modules/outcrop/hook.mjs',
        'hooked.mjs',
      ],
    ],
  ])('%s', async (_form, program, args) => {
    expect(reference).toHaveLength(6);
    await runner.runWith(program, ...args);
    expect(runner.collector.spans.map(describeSpan)).toEqual(reference);
  });
});
