import type { Span } from '@outcrop/protocol';
import type { SqliteDatabase } from '@outcrop/sqlite';
import { encodeText } from '@outcrop/sqlite';
import type { GetTraceOptions } from '../../trace-store.ts';
import { decodeSpan, spanColumns } from '../span-record.ts';
import type { SpanRow } from '../span-record.ts';
import { unpackContent } from '../stored-content.ts';
import type { StoredContent } from '../stored-content.ts';

const listSpans = `SELECT ${spanColumns} FROM spans WHERE trace_id = ? ORDER BY start_time, span_id, project`;
const listSpansWithContent = `
  SELECT content, ${spanColumns} FROM spans LEFT JOIN span_contents USING (id)
  WHERE trace_id = ? ORDER BY start_time, span_id, project
`;

export function prepareFindTrace(database: SqliteDatabase): (traceId: string, options: GetTraceOptions) => Span[] {
  // Arrays, not objects: a trace of 10,000 spans opens in half the time.
  const narrow = database.prepare(listSpans).raw();
  const full = database.prepare(listSpansWithContent).raw();
  return (traceId, { content }) => {
    const key = [encodeText(traceId)];
    if (content === 'none') return (narrow.all(key) as SpanRow[]).map((row) => decodeSpan(row));
    return (full.all(key) as [StoredContent | null, ...SpanRow][]).map(decodeFullSpan);
  };
}

/** A row whose first column is the content. */
export function decodeFullSpan([content, ...row]: [StoredContent | null, ...SpanRow]): Span {
  return decodeSpan(row, content === null ? undefined : unpackContent(content));
}
