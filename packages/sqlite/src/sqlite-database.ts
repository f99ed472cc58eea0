import type Database from 'libsql';

export type SqliteValue = string | number | null | Uint8Array;

export interface SqliteStatement<Row> {
  find(parameters?: readonly SqliteValue[]): Row | undefined;
  /** Throws when there is no row. */
  get(parameters?: readonly SqliteValue[]): Row;
  list(parameters?: readonly SqliteValue[]): Row[];
  /** Returns how many rows changed. */
  run(parameters?: readonly SqliteValue[]): number;
}

/** One connection. The row types of its statements are the caller's word: they must say what the SQL selects. */
export interface SqliteDatabase {
  exec(sql: string): void;
  /** Rows are objects by column name. */
  prepare<Row = never>(sql: string): SqliteStatement<Row>;
  /** Rows are arrays: half the cost when there are thousands. */
  prepareTuples<Row extends unknown[]>(sql: string): SqliteStatement<Row>;
  /** All or nothing. */
  transaction(work: () => void): void;
  isOpen(): boolean;
  /** Idempotent. Statements refuse to run afterwards. */
  close(): void;
}

/** Wraps the driver's connection, the only place that knows the driver. */
export function wrapDatabase(driver: Database.Database): SqliteDatabase {
  const wrap = <Row>(statement: Database.Statement): SqliteStatement<Row> => {
    // The driver keeps a closed connection alive while statements are; a late write would reach the file.
    const use = (): Database.Statement => {
      if (!driver.open) throw new Error('the database is closed');
      return statement;
    };
    const find = (parameters: readonly SqliteValue[] = []) => use().get(parameters) as Row | undefined;
    return {
      find,
      get(parameters) {
        const row = find(parameters);
        if (row === undefined) throw new Error('a row is missing that must be there');
        return row;
      },
      list: (parameters = []) => use().all(parameters) as Row[],
      run: (parameters = []) => use().run(parameters).changes,
    };
  };
  return {
    exec: (sql) => void driver.exec(sql),
    prepare: (sql) => wrap(driver.prepare(sql)),
    prepareTuples: (sql) => wrap(driver.prepare(sql).raw()),
    transaction: (work) => runTransaction(driver, work),
    isOpen: () => driver.open,
    close() {
      if (driver.open) driver.close();
    },
  };
}

function runTransaction(driver: Database.Database, work: () => void): void {
  driver.exec('BEGIN IMMEDIATE');
  try {
    work();
    driver.exec('COMMIT');
  } catch (error) {
    // SQLite has rolled back by itself after some errors, a full disk for one.
    if (driver.inTransaction) driver.exec('ROLLBACK');
    throw error;
  }
}
