import type { SqliteDatabase } from '@outcrop/sqlite';
import type { SpanRecord } from './span-record.ts';
import { packContent } from './stored-content.ts';
import type { DeleteTracesOptions } from '../trace-store.ts';
import { prepareDeleteTraces } from './writes/delete-traces.ts';
import { prepareNoteAttachments } from './writes/note-attachments.ts';
import { prepareRefreshTraces, type TraceChange } from './writes/refresh-traces.ts';
import { prepareUpsertSpan } from './writes/upsert-span.ts';
import { prepareWriteContent } from './writes/write-content.ts';

/** Writes spans within the caller's transaction. */
export interface SpanWriter {
  write(records: Iterable<SpanRecord>): void;
  /** Some of them; returns how many, 0 when none is left. */
  deleteTraces(options: DeleteTracesOptions): number;
  forgetAttachments(sha256s: readonly string[]): void;
  /** Changes one row, to see whether the database takes writes. */
  touch(): void;
}

/** In a row. */
const metadataAt = 14;

export function createSpanWriter(database: SqliteDatabase): SpanWriter {
  const upsertSpan = prepareUpsertSpan(database);
  const writeContent = prepareWriteContent(database);
  const noteAttachments = prepareNoteAttachments(database);
  const forgetAttachment = database.prepare('DELETE FROM released_attachments WHERE sha256 = ?');
  const refreshTraces = prepareRefreshTraces(database);
  const touchIdentity = database.prepare('UPDATE store_identity SET checked_at = ?');
  return {
    write(records) {
      const changes = new Map<string, TraceChange>();
      for (const record of records) {
        const { row, content } = record;
        const id = upsertSpan(record);
        if (id === undefined) continue;
        writeContent(id, content === null ? null : packContent(content));
        noteAttachments(id, [content, row[metadataAt]]);
        const [traceId, , , project] = row;
        const key = JSON.stringify([traceId, project]);
        const change = changes.get(key);
        if (!change) changes.set(key, { traceId, project, onlySpan: id });
        else if (change.onlySpan !== id) change.onlySpan = undefined;
      }
      refreshTraces(changes.values());
    },
    deleteTraces: prepareDeleteTraces(database),
    forgetAttachments(sha256s) {
      for (const sha256 of sha256s) forgetAttachment.run([sha256]);
    },
    touch() {
      touchIdentity.run([Date.now() * 1000]);
    },
  };
}
