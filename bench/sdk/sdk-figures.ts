import { findMedian, type Figure, type Figures } from '../figure.ts';
import type { Installed } from './install-subjects.ts';
import type { Cost } from './workloads.ts';

/** Costs by subject, one for each round. */
export type Costs = Record<string, Cost[]>;

export const ours = 'outcrop';
export const base = 'unwrapped';

const eventsPerStream = 204;

interface CostFigure extends Pick<Figure, 'unit' | 'target' | 'label'> {
  workload: string;
  cost: string;
  divisor?: number;
  /** Whether the unwrapped client's own cost stays in. */
  isWhole?: boolean;
}

const costFigures: Record<string, CostFigure> = {
  converse_cpu_us: {
    workload: 'converse',
    cost: 'cpuUs',
    unit: 'µs',
    target: 40,
    label: 'CPU a converse with a 12 kB prompt, sending included',
  },
  converse_wall_us: { workload: 'converse', cost: 'wallUs', unit: 'µs', label: 'time a converse' },
  stream_event_cpu_us: {
    workload: 'stream',
    cost: 'cpuUs',
    divisor: eventsPerStream,
    unit: 'µs',
    target: 0.7,
    label: 'CPU an event of a 200-delta stream, sending included',
  },
  stream_wall_us: { workload: 'stream', cost: 'wallUs', unit: 'µs', label: 'time a 200-delta stream' },
  first_event_delay_us: {
    workload: 'first-event',
    cost: 'firstEventUs',
    unit: 'µs',
    target: 50,
    label: 'the first event of a stream comes later by',
  },
  peak_heap_mb: {
    workload: 'converse',
    cost: 'peakHeapMb',
    unit: 'MB',
    label: 'peak heap, one call after another',
  },
  concurrent_streams_heap_mb: {
    workload: 'concurrent-streams',
    cost: 'peakHeapMb',
    unit: 'MB',
    label: 'peak heap, 1,000 streams at once',
  },
  concurrent_stream_cpu_us: {
    workload: 'concurrent-streams',
    cost: 'cpuUs',
    unit: 'µs',
    label: 'CPU a stream of 1,000 at once',
  },
  outage_heap_mb: {
    workload: 'outage',
    cost: 'peakHeapMb',
    unit: 'MB',
    target: 20,
    label: 'peak heap, 10,000 converse calls with no server',
  },
  attachment_5mb_cpu_ms: {
    workload: 'attachment',
    cost: 'cpuUs',
    divisor: 1000,
    unit: 'ms',
    label: 'CPU a converse with a new image of 5 MB, upload included',
  },
  flush_hang_ms: {
    workload: 'flush-hang',
    cost: 'flushMs',
    unit: 'ms',
    isWhole: true,
    label: 'flush, when the server never answers (60,000: given up)',
  },
};

/** The figures of the page: what a subject costs over an unwrapped client, unless said otherwise. */
export function buildSdkFigures({
  installed,
  importTimes,
  costs,
}: {
  installed: Installed;
  importTimes: Costs;
  costs: Record<string, Costs>;
}): Figures {
  const figures: Figures = {
    import_ms: {
      ...compare(findExtra(importTimes, 'ms', 1)),
      unit: 'ms',
      target: 10,
      label: 'import (ours: with hook), over an empty process',
    },
    install_kb: { ...weigh(installed, 'installKb'), unit: 'kB', target: 400, label: 'installed size' },
    dependencies: { ...weigh(installed, 'dependencies'), unit: 'packages', target: 0, label: 'dependencies' },
  };
  for (const [name, { workload, cost, divisor = 1, isWhole, ...figure }] of Object.entries(costFigures)) {
    const found = costs[workload] ?? {};
    const values = isWhole ? findWhole(found, cost) : findExtra(found, cost, divisor);
    figures[name] = { ...compare(values), ...figure };
  }
  const unwrapped = (costs['converse']?.[base] ?? []).map((cost) => cost['cpuUs'] ?? Number.NaN);
  figures['unwrapped_converse_cpu_us'] = {
    value: round(findMedian(unwrapped)),
    unit: 'µs',
    label: 'for scale: CPU of an unwrapped converse',
  };
  return figures;
}

/** The median over the rounds of what a subject took more than the unwrapped run of the same round. */
function findExtra(costs: Costs, name: string, divisor: number): Record<string, number> {
  const unwrapped = costs[base] ?? [];
  return mapSubjects(costs, (list) =>
    findMedian(
      list.map(
        (cost, index) => ((cost[name] ?? Number.NaN) - (unwrapped[index]?.[name] ?? Number.NaN)) / divisor,
      ),
    ),
  );
}

function findWhole(costs: Costs, name: string): Record<string, number> {
  return mapSubjects(costs, (list) => findMedian(list.map((cost) => cost[name] ?? Number.NaN)));
}

function mapSubjects(costs: Costs, find: (list: Cost[]) => number): Record<string, number> {
  const subjects = Object.entries(costs).filter(([name]) => name !== base);
  return Object.fromEntries(subjects.map(([name, list]) => [name, round(find(list))]));
}

function weigh(
  { installations }: Installed,
  field: 'installKb' | 'dependencies',
): { value: number; peers: Record<string, number> } {
  return compare(
    Object.fromEntries(
      Object.entries(installations).map(([name, installation]) => [name, installation[field]]),
    ),
  );
}

function compare(values: Record<string, number>): { value: number; peers: Record<string, number> } {
  const { [ours]: value = Number.NaN, ...peers } = values;
  return { value, peers };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
