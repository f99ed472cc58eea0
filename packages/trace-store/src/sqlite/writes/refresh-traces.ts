import type { SqliteDatabase } from '@outcrop/sqlite';

const findTrace = 'SELECT start_time, position FROM traces WHERE trace_id = ? AND project = ?';

/**
 * The SDK and the gateway that its call goes through make a span each of one model call, with Bedrock's request id in
 * both: all but the first of those that know their tokens are left out of the sums.
 */
const repeatedCalls = `
    said AS (
      SELECT id, start_time, span_id, request_id FROM trace WHERE request_id IS NOT NULL
    ),
    repeated AS (
      SELECT id FROM (
        SELECT id, row_number() OVER (PARTITION BY request_id ORDER BY start_time, span_id) AS place FROM said
      )
      WHERE place > 1
    ),
`;

// With min() and max() SQLite gives the other columns of that row: one pass, no sorting.
const firstCall = `SELECT id FROM (SELECT id, min(start_time) FROM trace WHERE type = 'llm')`;
const lastCall = `SELECT id FROM (SELECT id, max(start_time) FROM trace WHERE type = 'llm')`;

const summarizeTrace = `
  WITH
    trace AS (
      SELECT
        id, span_id, parent_span_id, name, type, start_time, end_time, model, error,
        iif(type = 'llm' AND tokens IS NOT NULL, metadata ->> 'request_id', NULL) AS request_id,
        prompt_tokens, completion_tokens, tokens, prompt_cached_tokens, prompt_cache_creation_tokens, cost_usd
      FROM spans WHERE trace_id = ?1 AND project = ?2
    ),
    ${repeatedCalls}
    root AS (
      SELECT id, span_id, name, type, error FROM trace
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
        sum(prompt_tokens) FILTER (WHERE type = 'llm' AND id NOT IN repeated) AS prompt_tokens,
        sum(completion_tokens) FILTER (WHERE type = 'llm' AND id NOT IN repeated) AS completion_tokens,
        sum(tokens) FILTER (WHERE type = 'llm' AND id NOT IN repeated) AS tokens,
        sum(prompt_cached_tokens) FILTER (WHERE type = 'llm' AND id NOT IN repeated) AS prompt_cached_tokens,
        sum(prompt_cache_creation_tokens) FILTER (WHERE type = 'llm' AND id NOT IN repeated) AS prompt_cache_creation_tokens,
        sum(cost_usd) FILTER (WHERE type = 'llm' AND id NOT IN repeated) AS cost_usd
      FROM trace
    )
  INSERT INTO traces (
    trace_id, project, root_span_id, name, type, start_time, end_time, span_count, error_count, partial_count, error, models,
    prompt_tokens, completion_tokens, tokens, prompt_cached_tokens, prompt_cache_creation_tokens, cost_usd,
    input_span, output_span
  )
  SELECT
    ?1, ?2, root.span_id, root.name, root.type, start_time, end_time, span_count, error_count,
    (SELECT count(*) FROM spans WHERE trace_id = ?1 AND project = ?2 AND is_partial IS NOT NULL),
    coalesce(root.error, (SELECT error FROM first_error)), (SELECT json_group_array(model) FROM used_models),
    prompt_tokens, completion_tokens, tokens, prompt_cached_tokens, prompt_cache_creation_tokens, cost_usd,
    iif((SELECT input_preview FROM spans WHERE id = root.id) IS NULL, (${firstCall}), root.id),
    iif((SELECT output_preview FROM spans WHERE id = root.id) IS NULL, (${lastCall}), root.id)
  FROM root, totals WHERE true
  ON CONFLICT (trace_id, project) DO UPDATE SET
    root_span_id = excluded.root_span_id, name = excluded.name, type = excluded.type,
    start_time = excluded.start_time, end_time = excluded.end_time, span_count = excluded.span_count,
    error_count = excluded.error_count, partial_count = excluded.partial_count, error = excluded.error, models = excluded.models,
    prompt_tokens = excluded.prompt_tokens, completion_tokens = excluded.completion_tokens,
    tokens = excluded.tokens, prompt_cached_tokens = excluded.prompt_cached_tokens,
    prompt_cache_creation_tokens = excluded.prompt_cache_creation_tokens, cost_usd = excluded.cost_usd,
    input_span = excluded.input_span, output_span = excluded.output_span
  RETURNING id, start_time
`;

/** The same of a trace's only span, together with its position; no row where the trace is known already. */
const summarizeSpan = `
  INSERT INTO traces (
    trace_id, project, root_span_id, name, type, start_time, end_time, span_count, error_count, partial_count, error, models,
    prompt_tokens, completion_tokens, tokens, prompt_cached_tokens, prompt_cache_creation_tokens, cost_usd,
    input_span, output_span, position
  )
  SELECT
    trace_id, project, span_id, name, type, start_time, end_time, 1, error IS NOT NULL, is_partial IS NOT NULL, error,
    CASE WHEN model IS NULL THEN '[]' ELSE json_array(model) END,
    iif(type = 'llm', prompt_tokens, NULL), iif(type = 'llm', completion_tokens, NULL), iif(type = 'llm', tokens, NULL),
    iif(type = 'llm', prompt_cached_tokens, NULL), iif(type = 'llm', prompt_cache_creation_tokens, NULL),
    iif(type = 'llm', cost_usd, NULL), id, id, ?2
  FROM spans WHERE id = ?1
  ON CONFLICT (trace_id, project) DO NOTHING
  RETURNING id, start_time
`;

const findLastPosition = `SELECT seq FROM sqlite_sequence WHERE name = 'trace_positions'`;
const addPosition = 'INSERT INTO trace_positions (id, project, start_time, trace) VALUES (?, ?, ?, ?)';
const replacePosition = 'UPDATE trace_positions SET replaced_by = ? WHERE id = ?';
const setPosition = 'UPDATE traces SET position = ? WHERE id = ?';
const countTraces = `
  INSERT INTO projects (name, trace_count) VALUES (?1, ?2)
  ON CONFLICT (name) DO UPDATE SET trace_count = trace_count + ?2
`;

export interface TraceChange {
  traceId: string;
  project: string;
  /** The row of the only span that changed; undefined when several did. */
  onlySpan: number | undefined;
}

/** What became of a trace's place in the list. */
type Placing = 'added' | 'moved' | 'kept';

type Place = (change: TraceChange, position: number) => Placing | undefined;

/**
 * Sums the spans of traces up into their rows of `traces`, anew each time: exact whatever was replaced, in whatever order.
 * Its cost grows with the trace (20 ms for 10,000 spans), which is why a transaction does it once a trace. A trace that is
 * new and has one span, as those of a gateway, is that span.
 */
export function prepareRefreshTraces(database: SqliteDatabase): (changes: Iterable<TraceChange>) => void {
  const findLast = database.prepare<{ seq: number }>(findLastPosition);
  const count = database.prepare(countTraces);
  const placeOnlySpan = preparePlaceOnlySpan(database);
  const placeSpans = preparePlaceSpans(database);
  return (changes) => {
    const added = new Map<string, number>();
    let position = (findLast.find()?.seq ?? 0) + 1;
    for (const change of changes) {
      const placing = placeOnlySpan(change, position) ?? placeSpans(change, position);
      if (placing !== 'kept') position += 1;
      if (placing === 'added') added.set(change.project, (added.get(change.project) ?? 0) + 1);
    }
    for (const [project, traceCount] of added) count.run([project, traceCount]);
  };
}

function preparePlaceOnlySpan(database: SqliteDatabase): Place {
  const summarize = database.prepare<{ id: number; start_time: number }>(summarizeSpan);
  const add = database.prepare(addPosition);
  return ({ project, onlySpan }, position) => {
    const trace = onlySpan === undefined ? undefined : summarize.find([onlySpan, position]);
    if (!trace) return undefined;
    add.run([position, project, trace.start_time, trace.id]);
    return 'added';
  };
}

function preparePlaceSpans(database: SqliteDatabase): (...change: Parameters<Place>) => Placing {
  const find = database.prepare<{ start_time: number; position: number }>(findTrace);
  const summarize = database.prepare<{ id: number; start_time: number }>(summarizeTrace);
  const add = database.prepare(addPosition);
  const replace = database.prepare(replacePosition);
  const set = database.prepare(setPosition);
  return ({ traceId, project }, position) => {
    const before = find.find([traceId, project]);
    const trace = summarize.get([traceId, project]);
    if (before?.start_time === trace.start_time) return 'kept';
    add.run([position, project, trace.start_time, trace.id]);
    set.run([position, trace.id]);
    if (before) replace.run([position, before.position]);
    return before ? 'moved' : 'added';
  };
}
