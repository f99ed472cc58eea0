import type { SqliteDatabase } from '@outcrop/sqlite';

/**
 * Runs the jobs in one transaction, so that they share one sync to disk. When it fails each job gets its own, so that
 * no job fails by another's fault. Returns the error of each job, undefined when it is on disk.
 */
export function commitTogether(database: SqliteDatabase, jobs: readonly (() => void)[]): unknown[] {
  try {
    database.transaction(() => jobs.forEach((job) => job()));
    return jobs.map(() => undefined);
  } catch (error) {
    return jobs.length === 1 ? [error] : jobs.flatMap((job) => commitTogether(database, [job]));
  }
}
