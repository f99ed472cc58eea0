import type { SqliteDatabase } from '@outcrop/sqlite';

const findTrace = 'SELECT start_time, position FROM traces WHERE trace_id = ? AND project = ?';

const summarizeTrace = `
  WITH
    trace AS (SELECT * FROM spans WHERE trace_id = ?1 AND project = ?2),
    root AS (
      SELECT span_id, name, type, error FROM trace
      ORDER BY parent_span_id IS NOT NULL, start_time, span_id LIMIT 1
    ),
    first_error AS (SELECT error FROM trace WHERE error IS NOT NULL ORDER BY start_time, span_id LIMIT 1),
    used_models AS (SELECT model FROM trace WHERE model IS NOT NULL GROUP BY model ORDER BY min(start_time), model),
    totals AS (
      SELECT
        min(start_time) AS start_time,
        CASE WHEN count(end_time) = count(*) THEN max(end_time) END AS end_time,
        count(*) AS span_count,
        count(error) AS error_count,
        sum(prompt_tokens) FILTER (WHERE type = 'llm') AS prompt_tokens,
        sum(completion_tokens) FILTER (WHERE type = 'llm') AS completion_tokens,
        sum(tokens) FILTER (WHERE type = 'llm') AS tokens,
        sum(prompt_cached_tokens) FILTER (WHERE type = 'llm') AS prompt_cached_tokens,
        sum(prompt_cache_creation_tokens) FILTER (WHERE type = 'llm') AS prompt_cache_creation_tokens,
        sum(cost_usd) FILTER (WHERE type = 'llm') AS cost_usd
      FROM trace
    )
  INSERT INTO traces (
    trace_id, project, root_span_id, name, type, start_time, end_time, span_count, error_count, partial_count, error, models,
    prompt_tokens, completion_tokens, tokens, prompt_cached_tokens, prompt_cache_creation_tokens, cost_usd
  )
  SELECT
    ?1, ?2, root.span_id, root.name, root.type, start_time, end_time, span_count, error_count,
    (SELECT count(*) FROM spans WHERE trace_id = ?1 AND project = ?2 AND is_partial IS NOT NULL),
    coalesce(root.error, (SELECT error FROM first_error)), (SELECT json_group_array(model) FROM used_models),
    prompt_tokens, completion_tokens, tokens, prompt_cached_tokens, prompt_cache_creation_tokens, cost_usd
  FROM root, totals WHERE true
  ON CONFLICT (trace_id, project) DO UPDATE SET
    root_span_id = excluded.root_span_id, name = excluded.name, type = excluded.type,
    start_time = excluded.start_time, end_time = excluded.end_time, span_count = excluded.span_count,
    error_count = excluded.error_count, partial_count = excluded.partial_count, error = excluded.error, models = excluded.models,
    prompt_tokens = excluded.prompt_tokens, completion_tokens = excluded.completion_tokens,
    tokens = excluded.tokens, prompt_cached_tokens = excluded.prompt_cached_tokens,
    prompt_cache_creation_tokens = excluded.prompt_cache_creation_tokens, cost_usd = excluded.cost_usd
  RETURNING id, start_time
`;

const addPosition = 'INSERT INTO trace_positions (project, start_time, trace) VALUES (?, ?, ?) RETURNING id';
const replacePosition = 'UPDATE trace_positions SET replaced_by = ? WHERE id = ?';
const setPosition = 'UPDATE traces SET position = ? WHERE id = ?';
const countTrace = `
  INSERT INTO projects (name, trace_count) VALUES (?, 1)
  ON CONFLICT (name) DO UPDATE SET trace_count = trace_count + 1
`;

/**
 * Sums a trace's spans up into its row of `traces`, anew each time: exact whatever was replaced, in whatever order.
 * Its cost grows with the trace (20 ms for 10,000 spans), which is why a transaction does it once a trace.
 */
export function prepareRefreshTrace(database: SqliteDatabase): (traceId: string, project: string) => void {
  const find = database.prepare<{ start_time: number; position: number }>(findTrace);
  const summarize = database.prepare<{ id: number; start_time: number }>(summarizeTrace);
  const add = database.prepare<{ id: number }>(addPosition);
  const replace = database.prepare(replacePosition);
  const set = database.prepare(setPosition);
  const count = database.prepare(countTrace);
  return (traceId, project) => {
    const before = find.find([traceId, project]);
    const trace = summarize.get([traceId, project]);
    if (before?.start_time === trace.start_time) return;
    const position = add.get([project, trace.start_time, trace.id]).id;
    set.run([position, trace.id]);
    if (before) replace.run([position, before.position]);
    else count.run([project]);
  };
}
