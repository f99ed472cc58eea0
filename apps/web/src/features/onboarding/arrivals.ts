import type { ProjectSummary } from '@outcrop/protocol';

function isChanged(project: ProjectSummary, before: readonly ProjectSummary[]): boolean {
  const known = before.find(({ name }) => name === project.name);
  return project.trace_count > (known?.trace_count ?? 0);
}

/** The project that traces arrived in since `before`; of several the one with the newest trace. */
export function findArrival(
  before: readonly ProjectSummary[],
  now: readonly ProjectSummary[],
): ProjectSummary | undefined {
  return now
    .filter((project) => isChanged(project, before))
    .toSorted((left, right) => (right.last_start_time ?? 0) - (left.last_start_time ?? 0))[0];
}
