/**
 * What lists, trees and sums need, without the content. Columns are named as the span's fields; JSON columns are NULL
 * when empty. Short columns come first: a sum over a trace then reads no overflow page.
 */
export const spansTable = `
  CREATE TABLE spans (
    id INTEGER PRIMARY KEY,
    project TEXT NOT NULL,
    trace_id TEXT NOT NULL,
    span_id TEXT NOT NULL,
    parent_span_id TEXT,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    start_time INTEGER NOT NULL,
    end_time INTEGER,
    revision INTEGER NOT NULL,
    model TEXT,
    prompt_tokens REAL GENERATED ALWAYS AS (metrics ->> 'prompt_tokens') STORED,
    completion_tokens REAL GENERATED ALWAYS AS (metrics ->> 'completion_tokens') STORED,
    tokens REAL GENERATED ALWAYS AS (metrics ->> 'tokens') STORED,
    prompt_cached_tokens REAL GENERATED ALWAYS AS (metrics ->> 'prompt_cached_tokens') STORED,
    prompt_cache_creation_tokens REAL GENERATED ALWAYS AS (metrics ->> 'prompt_cache_creation_tokens') STORED,
    cost_usd REAL GENERATED ALWAYS AS (metrics ->> 'cost_usd') STORED,
    service TEXT,
    sdk TEXT,
    tags TEXT,
    metrics TEXT,
    error TEXT,
    metadata TEXT
  );
  CREATE UNIQUE INDEX spans_by_key ON spans (trace_id, project, span_id);
  CREATE INDEX spans_by_span_id ON spans (span_id, start_time);
`;
