/** What a workload tells of one run; see the files in `workloads/`. */
export type Cost = Record<string, number>;

export interface Workload {
  /** File in `workloads/`. */
  name: string;
  calls: number;
  warmUpCalls: number;
  rounds: number;
  /** Where the spans go: a server that takes all, one that never answers, or none at all. */
  server: 'answering' | 'silent' | 'absent';
}

export const workloads: readonly Workload[] = [
  { name: 'converse', calls: 2000, warmUpCalls: 4000, rounds: 5, server: 'answering' },
  { name: 'stream', calls: 500, warmUpCalls: 500, rounds: 5, server: 'answering' },
  { name: 'first-event', calls: 400, warmUpCalls: 200, rounds: 5, server: 'answering' },
  { name: 'concurrent-streams', calls: 1000, warmUpCalls: 100, rounds: 3, server: 'answering' },
  { name: 'attachment', calls: 10, warmUpCalls: 3, rounds: 3, server: 'answering' },
  { name: 'outage', calls: 10_000, warmUpCalls: 0, rounds: 1, server: 'absent' },
  { name: 'flush-hang', calls: 1, warmUpCalls: 0, rounds: 1, server: 'silent' },
];

/** A run that only shows that everything runs. */
export function shorten(workload: Workload): Workload {
  const { calls, warmUpCalls } = workload;
  return { ...workload, calls: Math.ceil(calls / 20), warmUpCalls: Math.ceil(warmUpCalls / 20), rounds: 1 };
}
