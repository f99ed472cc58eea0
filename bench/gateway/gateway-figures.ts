import { findMedian, type Figure, type Figures } from '../figure.ts';
import type { LoadResult } from './load.ts';
import { base, ours } from './subject.ts';

export interface MeasuredLoad extends LoadResult {
  /** CPU of the gateway for one request, with all that it does afterwards. */
  cpuUs: number;
}

export interface Measurements {
  /** By workload and subject, one for each round. */
  results: Record<string, Record<string, MeasuredLoad[]>>;
  /** The most that was seen, by subject. */
  residentMb: Record<string, number>;
  /** Answered calls that were not recorded, by subject. */
  unrecorded: Record<string, number>;
}

type Values = Record<string, number>;

const added: Readonly<Record<string, { workload: string; quantile: 'p50Ms' | 'p99Ms'; target?: number }>> = {
  added_p50_ms: { workload: 'c1', quantile: 'p50Ms', target: 0.5 },
  added_p99_ms: { workload: 'c1', quantile: 'p99Ms', target: 2 },
  added_p50_c16_ms: { workload: 'c16', quantile: 'p50Ms' },
  added_p99_c16_ms: { workload: 'c16', quantile: 'p99Ms' },
  added_p50_c64_ms: { workload: 'c64', quantile: 'p50Ms' },
  added_p99_c64_ms: { workload: 'c64', quantile: 'p99Ms' },
};

const rates: Readonly<Record<string, { workload: string; unit: string; target: number; label: string }>> = {
  requests_per_s: {
    workload: 'requests',
    unit: 'requests/s',
    target: 4000,
    label: 'chat completions a second, one core',
  },
  streams_per_s: {
    workload: 'streams',
    unit: 'streams/s',
    target: 2000,
    label: 'chat completions streamed in 64 deltas a second, one core',
  },
  native_requests_per_s: {
    workload: 'native-requests',
    unit: 'requests/s',
    target: 6000,
    label: 'Converse passed through, a second, one core',
  },
  native_streams_per_s: {
    workload: 'native-streams',
    unit: 'streams/s',
    target: 3000,
    label: 'ConverseStream of 64 deltas passed through, a second, one core',
  },
};

export function buildGatewayFigures({ results, residentMb, unrecorded }: Measurements): Figures {
  const figures: Figures = {};
  for (const [name, { workload, quantile, target }] of Object.entries(added)) {
    figures[name] = {
      ...compare(findAdded(results[workload] ?? {}, quantile)),
      unit: 'ms',
      target,
      label: `added to a call of 20 ms, ${workload.slice(1)} at a time, ${quantile === 'p50Ms' ? 'median' : '99th percentile'}`,
    };
  }
  for (const [name, { workload, ...figure }] of Object.entries(rates)) {
    const values = mapSubjects(results[workload] ?? {}, ({ requestsPerSecond }) => requestsPerSecond);
    figures[name] = { ...compare(values), ...figure, isHigherBetter: true };
  }
  for (const [name, { workload, label }] of Object.entries(rates)) {
    figures[name.replace('_per_s', '_cpu_us')] = {
      ...compare(withoutBase(mapSubjects(results[workload] ?? {}, ({ cpuUs }) => cpuUs))),
      unit: 'µs',
      label: `CPU for each of the ${label.replace(/,? a second, one core$/, '')}`,
    };
  }
  figures['rss_mb'] = { ...compare(residentMb), unit: 'MB', target: 200, label: 'most resident memory' };
  figures['unrecorded_calls'] = {
    value: unrecorded[ours] ?? Number.NaN,
    unit: 'calls',
    target: 0,
    label: 'calls of this run that have no span (no other gateway here traces)',
  };
  return figures;
}

/** The median over the rounds of what a subject took more than no gateway in the same round. */
function findAdded(results: Record<string, MeasuredLoad[]>, quantile: 'p50Ms' | 'p99Ms'): Values {
  const direct = results[base] ?? [];
  const values = Object.entries(results)
    .filter(([name]) => name !== base)
    .map(([name, list]) => {
      const differences = list.map(
        (result, index) => result[quantile] - (direct[index]?.[quantile] ?? Number.NaN),
      );
      return [name, findMedian(differences)] as const;
    });
  return Object.fromEntries(values);
}

function withoutBase(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name !== base));
}

function mapSubjects(
  results: Record<string, MeasuredLoad[]>,
  find: (result: MeasuredLoad) => number,
): Values {
  return Object.fromEntries(
    Object.entries(results).map(([name, list]) => [name, findMedian(list.map(find))]),
  );
}

function compare(values: Values): Pick<Figure, 'value' | 'peers'> {
  const { [ours]: value = Number.NaN, ...peers } = values;
  const rounded = Object.entries(peers).map(([name, peer]) => [name, roundFigure(peer)] as const);
  return { value: roundFigure(value), peers: Object.fromEntries(rounded) };
}

function roundFigure(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 1000) / 1000;
}
