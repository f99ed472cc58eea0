import Database from 'libsql';
import { wrapDatabase } from './sqlite-database.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { mapStoreError } from './store-error.ts';

export interface OpenDatabaseOptions {
  path: string;
  /** A connection that refuses to write. */
  isReader?: boolean;
  /** Page cache of this connection, in kB. */
  cacheKb?: number;
  /** How long to wait while another connection holds the lock. */
  lockWaitMs?: number;
  /** Writes that would grow the file beyond this fail with code `store_full`. */
  maxBytes?: number;
}

const pageBytes = 8192;

/**
 * Opens a database whose commits are on disk when they return (write-ahead log, synchronous FULL).
 * Fails with an `OutcropError` that names the file.
 */
export function openDatabase(options: OpenDatabaseOptions): SqliteDatabase {
  try {
    const driver = new Database(options.path, { timeout: options.lockWaitMs ?? 5000 });
    for (const pragma of listPragmas(options)) driver.pragma(pragma);
    return wrapDatabase(driver);
  } catch (error) {
    throw mapStoreError(error, options.path);
  }
}

function listPragmas({ isReader, cacheKb = 8192, maxBytes }: OpenDatabaseOptions): string[] {
  const pragmas = [
    `cache_size = -${cacheKb}`,
    'foreign_keys = ON',
    'trusted_schema = OFF',
    'temp_store = MEMORY',
  ];
  if (isReader) return [...pragmas, 'query_only = ON'];
  // Page size counts only before the first table, and must precede the switch to the write-ahead log.
  pragmas.unshift(`page_size = ${pageBytes}`, 'journal_mode = WAL', 'synchronous = FULL');
  pragmas.push('journal_size_limit = 67108864');
  if (maxBytes !== undefined)
    pragmas.push(`max_page_count = ${Math.max(1, Math.floor(maxBytes / pageBytes))}`);
  return pragmas;
}
