import type { SqliteDatabase } from '@outcrop/sqlite';

export function findStoreId(database: SqliteDatabase): string {
  return database.prepare<{ id: string }>('SELECT id FROM store_identity').get().id;
}
