import type { SqliteDatabase } from '@outcrop/sqlite';
import { encodeText } from '@outcrop/sqlite';

/** The rows of `attachment_projects`. */
export interface AttachmentProjectRows {
  add(project: string, sha256: string): void;
  remove(sha256: string): void;
  has(project: string, sha256: string): boolean;
}

export function createAttachmentProjectRows(database: SqliteDatabase): AttachmentProjectRows {
  const insert = database.prepare(
    'INSERT INTO attachment_projects (project, sha256) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const find = database.prepare('SELECT 1 FROM attachment_projects WHERE project = ? AND sha256 = ?');
  const removeAll = database.prepare('DELETE FROM attachment_projects WHERE sha256 = ?');
  const has = (project: string, sha256: string): boolean =>
    find.find([encodeText(project), encodeText(sha256)]) !== undefined;
  return {
    add(project, sha256) {
      // A write syncs to disk, and most attachments are sent again and again.
      if (!has(project, sha256)) insert.run([encodeText(project), encodeText(sha256)]);
    },
    remove: (sha256) => void removeAll.run([encodeText(sha256)]),
    has,
  };
}
