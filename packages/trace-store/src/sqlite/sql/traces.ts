/** One row a trace and project: what a list shows, kept in the transaction that writes the spans. */
export const tracesTable = `
  CREATE TABLE traces (
    id INTEGER PRIMARY KEY,
    project TEXT NOT NULL,
    trace_id TEXT NOT NULL,
    root_span_id TEXT NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    start_time INTEGER NOT NULL,
    end_time INTEGER,
    span_count INTEGER NOT NULL,
    error_count INTEGER NOT NULL,
    error TEXT,
    models TEXT NOT NULL,
    prompt_tokens REAL,
    completion_tokens REAL,
    tokens REAL,
    prompt_cached_tokens REAL,
    prompt_cache_creation_tokens REAL,
    cost_usd REAL,
    position INTEGER
  );
  CREATE UNIQUE INDEX traces_by_key ON traces (trace_id, project);
`;
