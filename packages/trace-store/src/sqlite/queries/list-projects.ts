import type { ProjectSummary } from '@outcrop/protocol';
import type { SqliteDatabase } from '@outcrop/sqlite';
import { decodeText } from '@outcrop/sqlite';

const sql = `
  SELECT name, trace_count, (
    SELECT start_time FROM trace_positions
    WHERE project = projects.name AND replaced_by IS NULL
    ORDER BY start_time DESC LIMIT 1
  ) AS last_start_time
  FROM projects ORDER BY name
`;

export function prepareListProjects(database: SqliteDatabase): () => ProjectSummary[] {
  const statement = database.prepare<ProjectSummary>(sql);
  return () => statement.list().map((row) => ({ ...row, name: decodeText(row.name) }));
}
