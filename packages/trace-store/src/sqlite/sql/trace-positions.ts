/**
 * Where a trace stood in its project's list, and stands. A trace moves when an earlier span arrives, its root for
 * one; the old position is kept, marked with the one that replaced it, so that a reader who is paging sees the list
 * as it was on the first page: no trace twice, none skipped. Ids only grow, so an id is also a moment.
 */
export const tracePositionsTable = `
  CREATE TABLE trace_positions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project TEXT NOT NULL,
    start_time INTEGER NOT NULL,
    trace INTEGER NOT NULL REFERENCES traces (id),
    replaced_by INTEGER
  );
  CREATE INDEX trace_positions_by_start ON trace_positions (project, start_time, id, replaced_by, trace);
`;
