import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { migrateDatabase } from './migrate-database.ts';
import { openDatabase } from './open-database.ts';
import { createTemporaryDirectory } from './testing/temporary-directory.ts';

const first = 'CREATE TABLE notes (text TEXT);';
const second = "ALTER TABLE notes ADD COLUMN author TEXT; INSERT INTO notes VALUES ('hi', 'me');";

const open = () => {
  const path = join(createTemporaryDirectory(), 'test.db');
  return { path, database: openDatabase({ path }) };
};

describe('migrateDatabase', () => {
  it('runs each migration once, in order', () => {
    const { path, database } = open();
    migrateDatabase(database, { path, migrations: [first] });
    migrateDatabase(database, { path, migrations: [first, second] });
    migrateDatabase(database, { path, migrations: [first, second] });
    expect(database.prepare('SELECT * FROM notes').list()).toEqual([{ text: 'hi', author: 'me' }]);
    expect(database.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: 2 });
    database.close();
  });

  it('leaves the database as it was when one fails', () => {
    const { path, database } = open();
    const migrations = [first, second, 'CREATE TABLE broken ('];
    expect(() => migrateDatabase(database, { path, migrations })).toThrow(
      expect.objectContaining({ code: 'store_unavailable' }),
    );
    expect(database.prepare('SELECT name FROM sqlite_schema').list()).toEqual([]);
    expect(database.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: 0 });
    database.close();
  });

  it('refuses a database of newer code, and says so', () => {
    const { path, database } = open();
    migrateDatabase(database, { path, migrations: [first, second] });
    const migrateWithOlder = () => migrateDatabase(database, { path, migrations: [first] });
    expect(migrateWithOlder).toThrow(expect.objectContaining({ code: 'store_newer' }));
    expect(migrateWithOlder).toThrow('schema version 2, this Outcrop knows 1');
    database.close();
  });
});
