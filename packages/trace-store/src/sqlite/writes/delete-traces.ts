import type { SqliteDatabase } from '@outcrop/sqlite';
import { encodeText } from '@outcrop/sqlite';
import type { DeleteTracesOptions } from '../../trace-store.ts';

/** Of one transaction: writes wait meanwhile. */
const mostTraces = 100;

const findOne = 'SELECT id, trace_id FROM traces WHERE trace_id = ?2 AND project = ?1';
const listOldest = `
  SELECT traces.id, traces.trace_id FROM trace_positions JOIN traces ON traces.position = trace_positions.id
  WHERE trace_positions.project = ?1 AND trace_positions.start_time < ?2 AND replaced_by IS NULL
  ORDER BY trace_positions.start_time LIMIT ${mostTraces}
`;
const inTrace = 'WHERE trace_id = ?1 AND project = ?2';

const ofSpans = `WHERE span IN (SELECT id FROM spans ${inTrace})`;
/** Once the spans are gone of which nothing is known, all is known. */
const endUnindexed = `
  UPDATE store_identity SET unindexed_to = NULL
  WHERE unindexed_to IS NOT NULL AND NOT EXISTS (SELECT 1 FROM spans WHERE id <= unindexed_to)
`;

interface TraceKey {
  id: number;
  trace_id: string;
}

/** Deletes some of the traces; returns how many, 0 when none is left. */
export function prepareDeleteTraces(database: SqliteDatabase): (options: DeleteTracesOptions) => number {
  const find = database.prepare<TraceKey>(findOne);
  const list = database.prepare<TraceKey>(listOldest);
  const releaseAttachments = database.prepare(
    `INSERT OR IGNORE INTO released_attachments SELECT sha256 FROM span_attachments ${ofSpans}`,
  );
  const deleteReferences = database.prepare(`DELETE FROM span_attachments ${ofSpans}`);
  const noteIndexed = database.prepare(endUnindexed);
  const deleteContents = database.prepare(
    `DELETE FROM span_contents WHERE id IN (SELECT id FROM spans ${inTrace})`,
  );
  const deleteSpans = database.prepare(`DELETE FROM spans ${inTrace}`);
  const deletePositions = database.prepare('DELETE FROM trace_positions WHERE trace = ?');
  const deleteTrace = database.prepare('DELETE FROM traces WHERE id = ?');
  const uncount = database.prepare('UPDATE projects SET trace_count = trace_count - ?2 WHERE name = ?1');
  const deleteEmpty = database.prepare('DELETE FROM projects WHERE name = ? AND trace_count = 0');
  return ({ project: name, traceId, startedBefore = Number.MAX_VALUE }) => {
    const project = encodeText(name);
    const traces =
      traceId === undefined ? list.list([project, startedBefore]) : find.list([project, encodeText(traceId)]);
    for (const { id, trace_id } of traces) {
      releaseAttachments.run([trace_id, project]);
      deleteReferences.run([trace_id, project]);
      deleteContents.run([trace_id, project]);
      deleteSpans.run([trace_id, project]);
      deletePositions.run([id]);
      deleteTrace.run([id]);
    }
    uncount.run([project, traces.length]);
    deleteEmpty.run([project]);
    noteIndexed.run([]);
    return traces.length;
  };
}
