import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Figures } from '../figure.ts';
import { buildGatewayFigures, type MeasuredLoad, type Measurements } from './gateway-figures.ts';
import type { Load, LoadResult } from './load.ts';
import { forkBeside, readCpuMs, readResidentMb } from './pinned-process.ts';
import type { Subject, Upstream, Upstreams } from './subject.ts';
import { startBareRelay } from './subjects/bare-relay.ts';
import { createDirect } from './subjects/direct.ts';
import { startOutcrop } from './subjects/outcrop.ts';
import { startPortkey } from './subjects/portkey.ts';
import { buildRequest, type RequestKind } from './workloads.ts';

export interface Workload {
  name: string;
  kind: RequestKind;
  upstream: Upstream;
  connections: number;
  durationMs: number;
}

const measuredMs = 3000;

/**
 * With no wait upstream for what a gateway can do at most, then with 20 ms for what it adds: a few calls a second would
 * leave its code to the interpreter, where that of a gateway that has run for a minute is not.
 */
const workloads: readonly Workload[] = [
  { name: 'requests', kind: 'chat', upstream: 'fast', connections: 32, durationMs: measuredMs },
  { name: 'streams', kind: 'chat-stream', upstream: 'fast', connections: 32, durationMs: measuredMs },
  { name: 'native-requests', kind: 'native', upstream: 'fast', connections: 32, durationMs: measuredMs },
  {
    name: 'native-streams',
    kind: 'native-stream',
    upstream: 'fast',
    connections: 32,
    durationMs: measuredMs,
  },
  ...[1, 16, 64].map((connections) => ({
    name: `c${connections}`,
    kind: 'chat' as const,
    upstream: 'slow' as const,
    connections,
    durationMs: measuredMs,
  })),
];

/** What gateways add to a call and how much they can do on one core, tracing on where they can. */
export async function benchGateway({ isQuick }: { isQuick: boolean }): Promise<Figures> {
  const stub = await forkBeside('upstream-stub.ts');
  const upstreams = stub.first as Upstreams;
  const load = await forkBeside('load.ts');
  const subjects: Subject[] = [createDirect(upstreams)];
  try {
    subjects.push(await startOutcrop(upstreams));
    subjects.push(await startBareRelay(upstreams));
    const portkey = await startPortkey(upstreams);
    if (portkey) subjects.push(portkey);
    const measurements = await measureAll(subjects, {
      load: load.child,
      rounds: isQuick ? 1 : 3,
      scale: isQuick ? 0.4 : 1,
    });
    return buildGatewayFigures(measurements);
  } finally {
    for (const subject of subjects) await subject.stop();
    stub.child.disconnect();
    load.child.disconnect();
  }
}

interface Plan {
  load: ChildProcess;
  rounds: number;
  /** Of the durations. */
  scale: number;
}

/** Subjects take turns within every round, so that whatever else the machine does falls on all of them. */
async function measureAll(
  subjects: readonly Subject[],
  { load, rounds, scale }: Plan,
): Promise<Measurements> {
  const measurements: Measurements = { results: {}, residentMb: {}, unrecorded: {} };
  const answered: Record<string, number> = {};
  const measure = async (subject: Subject, workload: Workload): Promise<MeasuredLoad | undefined> => {
    const { name, pid } = subject;
    const cpuBefore = readCpuMs(pid);
    const result = await runLoad(load, subject, workload);
    if (!result) return undefined;
    noteMost(measurements.residentMb, name, readResidentMb(pid));
    answered[name] = (answered[name] ?? 0) + result.requests;
    const lost = await subject.settle(answered[name] ?? 0);
    measurements.unrecorded[name] = (measurements.unrecorded[name] ?? 0) + lost;
    // Not waited for again.
    answered[name] = (answered[name] ?? 0) - lost;
    // With what the gateway does after its answers.
    const cpuMs = (readCpuMs(pid) ?? Number.NaN) - (cpuBefore ?? Number.NaN);
    return { ...result, cpuUs: (cpuMs * 1000) / result.requests };
  };
  for (const workload of workloads) {
    const timed = { ...workload, durationMs: workload.durationMs * scale };
    for (const subject of subjects) await measure(subject, { ...timed, durationMs: timed.durationMs / 2 });
    for (let round = 0; round < rounds; round += 1) {
      for (const subject of subjects) {
        const result = await measure(subject, timed);
        if (result) ((measurements.results[workload.name] ??= {})[subject.name] ??= []).push(result);
      }
    }
  }
  return measurements;
}

function noteMost(most: Record<string, number>, name: string, value: number | undefined): void {
  if (value !== undefined) most[name] = Math.max(value, most[name] ?? 0);
}

async function runLoad(
  load: ChildProcess,
  subject: Subject,
  { kind, upstream, connections, durationMs }: Workload,
): Promise<LoadResult | undefined> {
  const address = subject.find(kind, upstream);
  if (!address) return undefined;
  const { origin, headers } = address;
  const request: Load = { origin, headers, ...buildRequest(address.kind), connections, durationMs };
  load.send(request);
  const [result] = (await once(load, 'message')) as [LoadResult];
  if (result.failures > 0)
    throw new Error(
      `${subject.name} failed ${result.failures} times at ${kind}, first with: ${result.failure}`,
    );
  return result;
}
