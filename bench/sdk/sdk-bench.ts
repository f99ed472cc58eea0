import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildProduct } from '../../scripts/build-product.mjs';
import type { Figures } from '../figure.ts';
import { installSubjects, type Installed } from './install-subjects.ts';
import { base, buildSdkFigures, ours, type Costs } from './sdk-figures.ts';
import { subjects, type Subject } from './subjects.ts';
import { shorten, workloads, type Cost, type Workload } from './workloads.ts';

/** Import time, install size, CPU and memory a call, beside the other ways to trace Bedrock from JavaScript. */
export async function benchSdk({ isQuick }: { isQuick: boolean }): Promise<Figures> {
  buildProduct(['sdk']);
  const installed = installSubjects();
  const present = subjects.filter((subject) => subject.name in installed.directories);
  const importTimes = measureImports(present, installed, isQuick ? 3 : 15);
  const servers = await startServers();
  const names = [base, ...present.map((subject) => subject.name)];
  const costs: Record<string, Costs> = {};
  for (const workload of isQuick ? workloads.map(shorten) : workloads) {
    costs[workload.name] = runRounds(workload, { names, installed, url: servers.urls[workload.server] });
  }
  servers.process.disconnect();
  return buildSdkFigures({ installed, importTimes, costs });
}

/** Milliseconds that a process takes which does nothing but load a subject. */
function measureImports(present: readonly Subject[], installed: Installed, rounds: number): Costs {
  const programs: [string, string[]][] = [
    [base, ['--input-type=module', '--eval', '']],
    ...present.map(({ name, loadingProgram, nodeOptions }): [string, string[]] => [
      name,
      [...(nodeOptions ?? []), '--input-type=module', '--eval', loadingProgram],
    ]),
  ];
  const times: Costs = {};
  for (let index = 0; index < rounds; index += 1) {
    for (const [name, args] of programs) {
      const start = performance.now();
      execFileSync(process.execPath, args, { cwd: findDirectory(installed, name) });
      (times[name] ??= []).push({ ms: performance.now() - start });
    }
  }
  return times;
}

interface Plan {
  names: readonly string[];
  installed: Installed;
  url: string;
}

/** Subjects take turns within every round, so that whatever else the machine does falls on all of them. */
function runRounds(workload: Workload, { names, installed, url }: Plan): Costs {
  const costs: Costs = {};
  for (let index = 0; index < workload.rounds; index += 1) {
    for (const subject of names) {
      const { name, calls, warmUpCalls } = workload;
      const options = JSON.stringify({ subject, workload: name, calls, warmUpCalls, sinkUrl: url });
      const program = path.join('workloads', 'run-workload.mjs');
      const output = execFileSync(process.execPath, ['--expose-gc', program, options], {
        cwd: findDirectory(installed, subject),
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', workload.server === 'answering' ? 'inherit' : 'ignore'],
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

interface Servers {
  process: ChildProcess;
  urls: Record<Workload['server'], string>;
}

async function startServers(): Promise<Servers> {
  const child = fork(fileURLToPath(new URL('sink.mjs', import.meta.url)), { execArgv: [] });
  const [message] = (await once(child, 'message')) as [{ origin: string; silentOrigin: string }];
  const urls = { answering: message.origin, silent: message.silentOrigin, absent: 'http://127.0.0.1:9' };
  return { process: child, urls };
}
