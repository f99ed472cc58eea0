import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { buildProduct } from '../../scripts/build-product.mjs';
import { findMedian, type Figures } from '../figure.ts';
import { installSubjects, type Installed } from './install-subjects.ts';
import { subjects, type Subject } from './subjects.ts';

type Workload = 'converse' | 'stream';

interface Cost {
  cpuUs: number;
  wallUs: number;
  peakHeapMb: number;
}

const eventsPerStream = 204;
const ours = 'outcrop';
const base = 'unwrapped';

/** Import time, install size, CPU and memory a call, beside the other ways to trace Bedrock from JavaScript. */
export async function benchSdk({ isQuick }: { isQuick: boolean }): Promise<Figures> {
  buildProduct(['sdk']);
  const installed = installSubjects();
  const present = subjects.filter((subject) => subject.name in installed.directories);
  const imports = measureImports(present, installed, isQuick ? 3 : 15);
  const sink = await startSink();
  const plan = { names: [base, ...present.map((subject) => subject.name)], installed, sinkUrl: sink.url };
  const converse = runRounds(
    'converse',
    plan,
    isQuick ? { calls: 200, rounds: 1 } : { calls: 2000, rounds: 9 },
  );
  const stream = runRounds('stream', plan, isQuick ? { calls: 50, rounds: 1 } : { calls: 500, rounds: 9 });
  sink.process.disconnect();
  return buildFigures({ installed, imports, converse, stream });
}

interface Measurements {
  installed: Installed;
  imports: Record<string, number>;
  converse: Record<string, Cost[]>;
  stream: Record<string, Cost[]>;
}

function buildFigures({ installed, imports, converse, stream }: Measurements): Figures {
  const extra = {
    converseCpu: findExtra(converse, 'cpuUs'),
    converseWall: findExtra(converse, 'wallUs'),
    eventCpu: findExtra(stream, 'cpuUs', eventsPerStream),
    streamWall: findExtra(stream, 'wallUs'),
    peakHeap: findExtra(converse, 'peakHeapMb'),
  };
  const converseLabel = 'CPU a converse with a 12 kB prompt, over unwrapped, sending included';
  const eventLabel = 'CPU an event of a 200-delta stream, over unwrapped, sending included';
  const unwrappedCpu = findMedian((converse[base] ?? []).map((cost) => cost.cpuUs));
  return {
    import_ms: {
      ...compare(imports),
      unit: 'ms',
      target: 15,
      label: 'import (ours: with hook), over an empty process',
    },
    install_kb: {
      ...compare(pick(installed, 'installKb')),
      unit: 'kB',
      target: 1024,
      label: 'installed size',
    },
    dependencies: {
      ...compare(pick(installed, 'dependencies')),
      unit: 'packages',
      target: 0,
      label: 'dependencies',
    },
    converse_cpu_us: { ...compare(extra.converseCpu), unit: 'µs', target: 60, label: converseLabel },
    converse_wall_us: {
      ...compare(extra.converseWall),
      unit: 'µs',
      label: 'time a converse, over unwrapped',
    },
    stream_event_cpu_us: { ...compare(extra.eventCpu), unit: 'µs', target: 1, label: eventLabel },
    stream_wall_us: {
      ...compare(extra.streamWall),
      unit: 'µs',
      label: 'time a 200-delta stream, over unwrapped',
    },
    peak_heap_mb: { ...compare(extra.peakHeap), unit: 'MB', label: 'peak heap, over unwrapped' },
    unwrapped_converse_cpu_us: {
      value: round(unwrappedCpu),
      unit: 'µs',
      label: 'for scale: CPU of an unwrapped converse',
    },
  };
}

/** Milliseconds over an empty process. */
function measureImports(
  present: readonly Subject[],
  installed: Installed,
  rounds: number,
): Record<string, number> {
  const programs: [string, string[]][] = [
    [base, ['--input-type=module', '--eval', '']],
    ...present.map(({ name, loadingProgram, nodeOptions }): [string, string[]] => [
      name,
      [...(nodeOptions ?? []), '--input-type=module', '--eval', loadingProgram],
    ]),
  ];
  const times: Record<string, number[]> = {};
  for (let index = 0; index < rounds; index += 1) {
    for (const [name, args] of programs) {
      const start = performance.now();
      execFileSync(process.execPath, args, { cwd: findDirectory(installed, name) });
      (times[name] ??= []).push(performance.now() - start);
    }
  }
  return findDifferences(times, 1);
}

interface Plan {
  names: readonly string[];
  installed: Installed;
  sinkUrl: string;
}

/** Subjects take turns within every round, so that whatever else the machine does falls on all of them. */
function runRounds(
  workload: Workload,
  { names, installed, sinkUrl }: Plan,
  { calls, rounds }: { calls: number; rounds: number },
): Record<string, Cost[]> {
  const costs: Record<string, Cost[]> = {};
  for (let index = 0; index < rounds; index += 1) {
    for (const subject of names) {
      const options = JSON.stringify({
        subject,
        workload,
        calls,
        warmUpCalls: Math.min(300, calls),
        sinkUrl,
      });
      const output = execFileSync(process.execPath, ['--expose-gc', 'workload.mjs', options], {
        cwd: findDirectory(installed, subject),
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, NODE_NO_WARNINGS: '1' },
      });
      (costs[subject] ??= []).push(JSON.parse(output.trim().split('\n').at(-1) ?? '') as Cost);
    }
  }
  return costs;
}

/** Unwrapped runs where ours does: the AWS SDK is the same everywhere. */
function findDirectory({ directories }: Installed, name: string): string {
  return directories[name === base ? ours : name] ?? '';
}

function findExtra(costs: Record<string, Cost[]>, field: keyof Cost, divisor = 1): Record<string, number> {
  const values = Object.fromEntries(
    Object.entries(costs).map(([name, list]) => [name, list.map((cost) => cost[field])]),
  );
  return findDifferences(values, divisor);
}

/** The median over the rounds of what a subject took more than the unwrapped run of the same round. */
function findDifferences(values: Record<string, number[]>, divisor: number): Record<string, number> {
  const unwrapped = values[base] ?? [];
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => name !== base)
      .map(([name, list]) => [
        name,
        round(findMedian(list.map((value, index) => (value - (unwrapped[index] ?? Number.NaN)) / divisor))),
      ]),
  );
}

function pick({ installations }: Installed, field: 'installKb' | 'dependencies'): Record<string, number> {
  return Object.fromEntries(
    Object.entries(installations).map(([name, installation]) => [name, installation[field]]),
  );
}

function compare(values: Record<string, number>): { value: number; peers: Record<string, number> } {
  const { [ours]: value = Number.NaN, ...peers } = values;
  return { value, peers };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

async function startSink(): Promise<{ process: ChildProcess; url: string }> {
  const child = fork(fileURLToPath(new URL('sink.mjs', import.meta.url)), { execArgv: [] });
  const [message] = (await once(child, 'message')) as [{ origin: string }];
  return { process: child, url: message.origin };
}
