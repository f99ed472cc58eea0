import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Figures } from './figure.ts';
import { benchGateway } from './gateway/gateway-bench.ts';
import { benchSdk } from './sdk/sdk-bench.ts';
import { benchTraceStore } from './trace-store.ts';
import { writeBenchmarksPage } from './write-benchmarks-page.ts';

interface Benchmark {
  title: string;
  run(options: { isQuick: boolean }): Promise<Figures>;
}

const benchmarks: Record<string, Benchmark> = {
  gateway: { title: 'What a gateway adds to a call, and how much it can do', run: benchGateway },
  sdk: { title: 'What the SDK and others cost, over an unwrapped client', run: benchSdk },
  'trace-store': {
    title: 'The embedded trace store',
    run: ({ isQuick }) => benchTraceStore({ spans: isQuick ? 2000 : 20_000 }),
  },
};

const usage = `Usage: npm run bench -- <${Object.keys(benchmarks).join('|')}> [--json FILE] [--quick]`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, quick: { type: 'boolean', default: false } },
});
const [name = ''] = positionals;
const benchmark = benchmarks[name];
if (!benchmark) {
  console.error(`No benchmark is called "${name}". ${usage}`);
  process.exit(1);
}

const figures = await benchmark.run({ isQuick: values.quick });
for (const [figure, { value, unit, target, peers }] of Object.entries(figures)) {
  const others = Object.entries(peers ?? {}).map(([peer, peerValue]) => `${peer} ${peerValue}`);
  console.log(
    `${figure}: ${value} ${unit}${target === undefined ? '' : ` (target ${target})`}  ${others.join(', ')}`,
  );
}
if (values.json) {
  const file = path.resolve(process.env['INIT_CWD'] ?? process.cwd(), values.json);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
}
if (!values.quick) await writeBenchmarksPage({ name, title: benchmark.title, figures });
