import type { Span } from '@outcrop/protocol';
import type { SqliteDatabase } from '@outcrop/sqlite';
import { encodeText } from '@outcrop/sqlite';
import { spanColumns } from '../span-record.ts';
import type { SpanRow } from '../span-record.ts';
import type { StoredContent } from '../stored-content.ts';
import { decodeFullSpan } from './find-trace.ts';

const sql = `
  SELECT content, ${spanColumns} FROM spans LEFT JOIN span_contents USING (id)
  WHERE span_id = ? ORDER BY start_time DESC LIMIT 1
`;

export function prepareFindSpan(database: SqliteDatabase): (spanId: string) => Span | undefined {
  const statement = database.prepare(sql).raw();
  return (spanId) => {
    const [row] = statement.all([encodeText(spanId)]) as [StoredContent | null, ...SpanRow][];
    return row && decodeFullSpan(row);
  };
}
