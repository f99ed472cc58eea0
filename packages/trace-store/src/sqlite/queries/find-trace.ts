import { setImmediate } from 'node:timers/promises';
import type { Span } from '@outcrop/protocol';
import type { SqliteDatabase } from '@outcrop/sqlite';
import { encodeText } from '@outcrop/sqlite';
import type { GetTraceOptions } from '../../trace-store.ts';
import { decodeSpan, spanColumns } from '../span-record.ts';
import type { SpanRow } from '../span-record.ts';
import { unpackContent } from '../stored-content.ts';
import type { StoredContent } from '../stored-content.ts';

const order = 'ORDER BY start_time, span_id, project';
const listSpans = `SELECT ${spanColumns} FROM spans WHERE trace_id = ? AND project = coalesce(?, project) ${order}`;
const listSpansWithContent = `
  SELECT content, ${spanColumns} FROM spans LEFT JOIN span_contents USING (id)
  WHERE trace_id = ? AND project = coalesce(?, project) ${order}
`;

const turnSpans = 200;

export type FullSpanRow = [content: StoredContent | null, ...row: SpanRow];

export function prepareFindTrace(
  database: SqliteDatabase,
): (traceId: string, options: GetTraceOptions) => Promise<Span[]> {
  // Arrays, not objects: a trace of 10,000 spans opens in half the time.
  const narrow = database.prepareTuples<SpanRow>(listSpans);
  const full = database.prepareTuples<FullSpanRow>(listSpansWithContent);
  return (traceId, { content, project = null }) => {
    const key = [encodeText(traceId), project === null ? null : encodeText(project)];
    return content === 'none'
      ? mapInTurns(narrow.list(key), decodeSpan)
      : mapInTurns(full.list(key), decodeFullSpan);
  };
}

/** Lets others run in between: inflating and parsing 10,000 spans takes a second. */
async function mapInTurns<Row>(rows: readonly Row[], map: (row: Row) => Span): Promise<Span[]> {
  const spans: Span[] = [];
  for (const row of rows) {
    spans.push(map(row));
    if (spans.length % turnSpans === 0) await setImmediate();
  }
  return spans;
}

export function decodeFullSpan([content, ...row]: FullSpanRow): Span {
  return decodeSpan(row, content === null ? undefined : unpackContent(content));
}
