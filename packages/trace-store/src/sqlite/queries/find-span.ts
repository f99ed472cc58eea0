import type { Span } from '@outcrop/protocol';
import type { SqliteDatabase } from '@outcrop/sqlite';
import { encodeText } from '@outcrop/sqlite';
import type { FindSpanOptions } from '../../trace-store.ts';
import { spanColumns } from '../span-record.ts';
import { decodeFullSpan } from './find-trace.ts';
import type { FullSpanRow } from './find-trace.ts';

const sql = `
  SELECT content, ${spanColumns} FROM spans LEFT JOIN span_contents USING (id)
  WHERE span_id = ? AND project = coalesce(?, project) ORDER BY start_time DESC LIMIT 1
`;

export function prepareFindSpan(
  database: SqliteDatabase,
): (spanId: string, options?: FindSpanOptions) => Span | undefined {
  const statement = database.prepareTuples<FullSpanRow>(sql);
  return (spanId, { project = null } = {}) => {
    const row = statement.find([encodeText(spanId), project === null ? null : encodeText(project)]);
    return row && decodeFullSpan(row);
  };
}
