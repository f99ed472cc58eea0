import type { Span } from '@outcrop/protocol';
import type { SqliteDatabase } from '@outcrop/sqlite';
import { encodeText } from '@outcrop/sqlite';
import { spanColumns } from '../span-record.ts';
import { decodeFullSpan } from './find-trace.ts';
import type { FullSpanRow } from './find-trace.ts';

const sql = `
  SELECT content, ${spanColumns} FROM spans LEFT JOIN span_contents USING (id)
  WHERE span_id = ? ORDER BY start_time DESC LIMIT 1
`;

export function prepareFindSpan(database: SqliteDatabase): (spanId: string) => Span | undefined {
  const statement = database.prepareTuples<FullSpanRow>(sql);
  return (spanId) => {
    const row = statement.find([encodeText(spanId)]);
    return row && decodeFullSpan(row);
  };
}
