import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateDatabase, openDatabase } from '@outcrop/sqlite';
import { expect, it, onTestFinished } from 'vitest';
import { sampleSpan } from '../contract/sample-span.ts';
import { createSqliteTraceStore } from './create-sqlite-trace-store.ts';
import { migrations } from './sql/migrations.ts';
import { addSpanAttachments } from './sql/span-attachments.ts';
import { createSpanWriter } from './span-writer.ts';
import { encodeSpan } from './span-record.ts';

const sha256 = 'a'.repeat(64);
const input = { type: 'attachment', sha256, byte_length: 1 };

/** As an Outcrop wrote them that noted no attachments. */
function writeOldSpan(path: string): void {
  const database = openDatabase({ path });
  migrateDatabase(database, { path, migrations });
  createSpanWriter(database).write([encodeSpan(sampleSpan({ trace_id: 'old', span_id: 'old', input }))]);
  database.exec(`
    DROP TABLE span_attachments;
    DROP TABLE released_attachments;
    ALTER TABLE store_identity DROP COLUMN unindexed_to;
    PRAGMA user_version = ${migrations.indexOf(addSpanAttachments)};
  `);
  database.close();
}

it('calls no attachment loose while there are spans of an older Outcrop, which may refer to it', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'outcrop-unindexed-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  writeOldSpan(join(directory, 'traces.db'));
  const store = await createSqliteTraceStore({ directory });
  onTestFinished(() => store.close());
  await store.writeSpans([sampleSpan({ trace_id: 'new', span_id: 'new', input })]);
  await store.deleteTraces({ project: 'project', traceId: 'new' });
  expect(await store.listLooseAttachments({ limit: 10 })).toEqual([]);
  await store.deleteTraces({ project: 'project', traceId: 'old' });
  expect(await store.listLooseAttachments({ limit: 10 })).toEqual([sha256]);
});
