import type { SqliteDatabase } from '@outcrop/sqlite';
import type { SpanRecord } from '../span-record.ts';
import { spanColumns } from '../span-record.ts';

const sql = `
  INSERT INTO spans (${spanColumns}, model, is_partial, input_preview, output_preview)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (trace_id, project, span_id) DO UPDATE SET
    parent_span_id = excluded.parent_span_id, name = excluded.name, type = excluded.type,
    start_time = excluded.start_time, end_time = excluded.end_time, revision = excluded.revision,
    service = excluded.service, sdk = excluded.sdk, tags = excluded.tags, metrics = excluded.metrics,
    error = excluded.error, metadata = excluded.metadata, events = excluded.events, model = excluded.model,
    is_partial = excluded.is_partial, input_preview = excluded.input_preview, output_preview = excluded.output_preview
  WHERE excluded.revision >= spans.revision
  RETURNING id
`;

/** Returns the row's id, or undefined when a higher revision is kept already. */
export function prepareUpsertSpan(database: SqliteDatabase): (record: SpanRecord) => number | undefined {
  const statement = database.prepare<{ id: number }>(sql);
  return ({ row, model, isPartial, inputPreview, outputPreview }) =>
    statement.find([...row, model, isPartial ? 1 : null, inputPreview, outputPreview])?.id;
}
