import type { SpanType, TraceList, TraceSummary } from '@outcrop/protocol';
import type { SqliteDatabase } from '@outcrop/sqlite';
import { decodeJson, decodeText, encodeText } from '@outcrop/sqlite';
import type { ListTracesOptions } from '../../trace-store.ts';
import { encodeTraceCursor, parseTraceCursor } from '../trace-cursor.ts';
import type { TraceCursor } from '../trace-cursor.ts';

interface TraceRow {
  trace_id: string;
  project: string;
  root_span_id: string;
  name: string;
  type: SpanType;
  start_time: number;
  end_time: number | null;
  span_count: number;
  error_count: number;
  partial_count: number;
  error: string | null;
  models: string;
  prompt_tokens: number | null;
  completion_tokens: number | null;
  tokens: number | null;
  prompt_cached_tokens: number | null;
  prompt_cache_creation_tokens: number | null;
  cost_usd: number | null;
  position_id: number;
  position_start_time: number;
}

const newestPosition = 'SELECT coalesce(max(id), 0) AS snapshot FROM trace_positions';
const sql = `
  SELECT traces.*, page.id AS position_id, page.start_time AS position_start_time
  FROM trace_positions AS page CROSS JOIN traces ON traces.id = page.trace
  WHERE page.project = ?1 AND page.id <= ?2 AND (page.replaced_by IS NULL OR page.replaced_by > ?2)
    AND (page.start_time, page.id) < (?3, ?4)
  ORDER BY page.start_time DESC, page.id DESC
  LIMIT ?5
`;

export function prepareListTraces(
  database: SqliteDatabase,
  storeId: string,
): (options: ListTracesOptions) => TraceList {
  const findNewest = database.prepare<{ snapshot: number }>(newestPosition);
  const listPage = database.prepare<TraceRow>(sql);
  const startNow = (): TraceCursor => ({
    snapshot: findNewest.get().snapshot,
    start_time: Number.MAX_VALUE,
    position: 0,
  });
  return ({ project, limit, cursor }) => {
    const scope = { storeId, project };
    const from = cursor === undefined ? startNow() : parseTraceCursor(cursor, scope);
    const where = [encodeText(project), from.snapshot, from.start_time, from.position, limit + 1];
    const rows = listPage.list(where);
    const page = rows.slice(0, limit);
    const last = rows.length > limit ? page.at(-1) : undefined;
    const next = last && { ...from, start_time: last.position_start_time, position: last.position_id };
    return { traces: page.map(mapTrace), next_cursor: next ? encodeTraceCursor(next, scope) : null };
  };
}

function mapTrace(row: TraceRow): TraceSummary {
  return {
    trace_id: decodeText(row.trace_id),
    project: decodeText(row.project),
    root_span_id: decodeText(row.root_span_id),
    name: decodeText(row.name),
    type: row.type,
    start_time: row.start_time,
    end_time: row.end_time,
    span_count: row.span_count,
    error_count: row.error_count,
    partial_count: row.partial_count,
    error: decodeJson(row.error, null),
    models: decodeJson<string[]>(row.models, []).map(decodeText),
    metrics: mapMetrics(row),
  };
}

function mapMetrics(row: TraceRow): TraceSummary['metrics'] {
  const {
    prompt_tokens,
    completion_tokens,
    tokens,
    prompt_cached_tokens,
    prompt_cache_creation_tokens,
    cost_usd,
  } = row;
  const sums = {
    prompt_tokens,
    completion_tokens,
    tokens,
    prompt_cached_tokens,
    prompt_cache_creation_tokens,
    cost_usd,
  };
  // A sum past the largest number is Infinity, which JSON cannot say.
  return Object.fromEntries(Object.entries(sums).filter(([, sum]) => Number.isFinite(sum)));
}
