import type { SqliteDatabase } from '@outcrop/sqlite';

export function findStoreId(database: SqliteDatabase): string {
  return (database.prepare('SELECT id FROM store_identity').get() as { id: string }).id;
}
