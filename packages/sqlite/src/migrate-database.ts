import { OutcropError } from '@outcrop/protocol';
import type { SqliteDatabase } from './sqlite-database.ts';
import { mapStoreError } from './store-error.ts';

export interface MigrateDatabaseOptions {
  path: string;
  /** In order; the n-th brings a database to version n. Never change one that was released. */
  migrations: readonly string[];
}

/**
 * Brings the database to the newest version, all or nothing. One written by newer code is refused with code
 * `store_newer` and stays untouched.
 */
export function migrateDatabase(
  database: SqliteDatabase,
  { path, migrations }: MigrateDatabaseOptions,
): void {
  try {
    database.transaction(() => {
      const version = database.prepare<{ user_version: number }>('PRAGMA user_version').get().user_version;
      if (version > migrations.length) throw newerDatabaseError({ path, version, known: migrations.length });
      for (const migration of migrations.slice(version)) database.exec(migration);
      database.exec(`PRAGMA user_version = ${migrations.length}`);
    });
  } catch (error) {
    throw mapStoreError(error, path);
  }
}

function newerDatabaseError(found: { path: string; version: number; known: number }): OutcropError {
  return new OutcropError(
    `[outcrop] ${found.path} has schema version ${found.version}, this Outcrop knows ${found.known}: ` +
      'it was written by a newer Outcrop. Start that version again, or use another data directory.',
    { code: 'store_newer' },
  );
}
