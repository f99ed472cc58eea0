import type { SqliteDatabase } from '@outcrop/sqlite';

const mark = '"type":"attachment"';
const hash = /"sha256":"([0-9a-f]{64})"/g;

/** Notes what a span refers to, by the JSON that is kept of it. */
export function prepareNoteAttachments(
  database: SqliteDatabase,
): (id: number, jsons: readonly (string | null)[]) => void {
  const insert = database.prepare('INSERT OR IGNORE INTO span_attachments (span, sha256) VALUES (?, ?)');
  return (id, jsons) => {
    for (const json of jsons) {
      if (!json?.includes(mark)) continue;
      for (const [, sha256 = ''] of json.matchAll(hash)) insert.run([id, sha256]);
    }
  };
}
