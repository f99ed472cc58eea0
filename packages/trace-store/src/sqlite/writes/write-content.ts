import type { SqliteDatabase } from '@outcrop/sqlite';
import type { StoredContent } from '../stored-content.ts';

/** Sets the content of a span; null takes it away. */
export function prepareWriteContent(
  database: SqliteDatabase,
): (id: number, content: StoredContent | null) => void {
  const replace = database.prepare('INSERT OR REPLACE INTO span_contents (id, content) VALUES (?, ?)');
  const remove = database.prepare('DELETE FROM span_contents WHERE id = ?');
  return (id, content) => {
    if (content === null) remove.run([id]);
    else replace.run([id, content]);
  };
}
