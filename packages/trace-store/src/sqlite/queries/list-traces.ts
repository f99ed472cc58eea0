import type { SpanType, TraceList, TraceSummary } from '@outcrop/protocol';
import type { SqliteDatabase } from '@outcrop/sqlite';
import { decodeJson, decodeText, encodeText } from '@outcrop/sqlite';
import type { ListTracesOptions, TraceFilter } from '../../trace-store.ts';
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
  input_preview: string | null;
  output_preview: string | null;
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

/** The traces from the cursor on, as the list was when its first page was read. */
const positions = `
  FROM trace_positions
  WHERE project = ?1 AND id <= ?2 AND (replaced_by IS NULL OR replaced_by > ?2) AND (start_time, id) < (?3, ?4)
`;
const newestFirst = 'ORDER BY start_time DESC, id DESC';
const listedColumns = `
  traces.*, page.id AS position_id, page.start_time AS position_start_time,
  (SELECT input_preview FROM spans WHERE id = input_span) AS input_preview,
  (SELECT output_preview FROM spans WHERE id = output_span) AS output_preview
`;
const sql = `
  SELECT ${listedColumns} FROM (SELECT id, start_time, trace ${positions} ${newestFirst} LIMIT ?5) AS page
  CROSS JOIN traces ON traces.id = page.trace
  ORDER BY page.start_time DESC, page.id DESC
`;

/** A call that finds nothing must not hold everybody else up while it reads a million traces. */
const mostExamined = 10_000;
const examined = `${positions} AND start_time >= ?5 AND start_time < ?6 ${newestFirst}`;
const filteredSql = `
  SELECT ${listedColumns} FROM (SELECT id, start_time, trace ${examined} LIMIT ${mostExamined}) AS page
  CROSS JOIN traces ON traces.id = page.trace
  WHERE (NOT ?7 OR error_count > 0) AND (?10 = '' OR EXISTS (SELECT 1 FROM json_each(models) WHERE value = ?10)) AND (
    ?8 = '' OR instr(lower(name), ?8) OR instr(lower(error ->> 'type'), ?8) OR instr(lower(error ->> 'message'), ?8)    OR trace_id = ?9 OR EXISTS (SELECT 1 FROM json_each(models) WHERE instr(lower(value), ?8))
    OR instr(lower(input_preview), ?8) OR instr(lower(output_preview), ?8)
  )
  ORDER BY page.start_time DESC, page.id DESC LIMIT ?11
`;
const lastExamined = `
  SELECT id AS position_id, start_time AS position_start_time ${examined} LIMIT 1 OFFSET ${mostExamined - 1}
`;

type Position = Pick<TraceRow, 'position_id' | 'position_start_time'>;

interface TracePage {
  rows: TraceRow[];
  /** Where the next page begins; undefined at the end. */
  last: Position | undefined;
}

type Values = (string | number)[];

export function prepareListTraces(
  database: SqliteDatabase,
  storeId: string,
): (options: ListTracesOptions) => TraceList {
  const findNewest = database.prepare<{ snapshot: number }>(newestPosition);
  const listPage = database.prepare<TraceRow>(sql);
  const listFiltered = database.prepare<TraceRow>(filteredSql);
  const findLastExamined = database.prepare<Position>(lastExamined);

  const startNow = (): TraceCursor => ({
    snapshot: findNewest.get().snapshot,
    start_time: Number.MAX_VALUE,
    position: 0,
  });

  function readPage(from: Values, limit: number): TracePage {
    return cutPage(listPage.list([...from, limit + 1]), limit);
  }

  function readFilteredPage(from: Values, limit: number, filter: TraceFilter): TracePage {
    const { search = '', model = '', hasError = false, startedFrom, startedBefore } = filter;
    const within = [...from, startedFrom ?? -Number.MAX_VALUE, startedBefore ?? Number.MAX_VALUE];
    const text = encodeText(search);
    const wanted = [Number(hasError), lowerAscii(text), text, encodeText(model)];
    const rows = listFiltered.list([...within, ...wanted, limit + 1]);
    const page = cutPage(rows, limit);
    return { ...page, last: page.last ?? findLastExamined.find(within) };
  }

  return ({ project, limit, cursor, filter }) => {
    const scope = { storeId, project, filter };
    const start = cursor === undefined ? startNow() : parseTraceCursor(cursor, scope);
    const from = [encodeText(project), start.snapshot, start.start_time, start.position];
    const { rows, last } = filter ? readFilteredPage(from, limit, filter) : readPage(from, limit);
    const next = last && { ...start, start_time: last.position_start_time, position: last.position_id };
    return { traces: rows.map(mapTrace), next_cursor: next ? encodeTraceCursor(next, scope) : null };
  };
}

/** One row more than was asked for tells that there is a next page. */
function cutPage(rows: readonly TraceRow[], limit: number): TracePage {
  const page = rows.slice(0, limit);
  return { rows: page, last: rows.length > limit ? page.at(-1) : undefined };
}

/** As SQLite's own lower(). */
function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function mapTrace(row: TraceRow): TraceSummary {
  return {
    trace_id: decodeText(row.trace_id),
    project: decodeText(row.project),
    root_span_id: decodeText(row.root_span_id),
    name: decodeText(row.name),
    type: row.type,
    input_preview: decodePreview(row.input_preview),
    output_preview: decodePreview(row.output_preview),
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

function decodePreview(preview: string | null): string | null {
  return preview === null ? null : decodeText(preview);
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
