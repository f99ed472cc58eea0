import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from './open-database.ts';
import { runOnDatabase } from './run-on-database.ts';
import { createTemporaryDirectory } from './testing/temporary-directory.ts';

const createPath = (): string => join(createTemporaryDirectory(), 'test.db');

describe('openDatabase', () => {
  it('syncs every commit to disk', () => {
    const database = openDatabase({ path: createPath() });
    expect(database.prepare('PRAGMA journal_mode').get()).toMatchObject({ journal_mode: 'wal' });
    expect(database.prepare('PRAGMA synchronous').get()).toMatchObject({ synchronous: 2 });
    database.close();
  });

  it('lets a reader see commits and refuses it to write', async () => {
    const path = createPath();
    const writer = openDatabase({ path });
    writer.exec('CREATE TABLE notes (text TEXT)');
    const reader = openDatabase({ path, isReader: true });
    writer.prepare('INSERT INTO notes VALUES (?)').run(['hello']);
    expect(reader.prepare('SELECT text FROM notes').list()).toEqual([{ text: 'hello' }]);
    const writing = runOnDatabase(path, () => reader.prepare('DELETE FROM notes').run());
    await expect(writing).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(writer.prepare('SELECT text FROM notes').list()).toHaveLength(1);
    reader.close();
    writer.close();
  });

  it('rolls back a transaction that throws', () => {
    const database = openDatabase({ path: createPath() });
    database.exec('CREATE TABLE notes (text TEXT)');
    const failing = (): void => {
      database.prepare('INSERT INTO notes VALUES (?)').run(['lost']);
      throw new Error('stop');
    };
    expect(() => database.transaction(failing)).toThrow('stop');
    expect(database.prepare('SELECT * FROM notes').list()).toEqual([]);
    database.transaction(() => database.prepare('INSERT INTO notes VALUES (?)').run(['kept']));
    expect(database.prepare('SELECT text FROM notes').list()).toEqual([{ text: 'kept' }]);
    database.close();
  });

  it('refuses to use a statement once closed', () => {
    const database = openDatabase({ path: createPath() });
    const statement = database.prepare('SELECT 1');
    database.close();
    database.close();
    expect(database.isOpen()).toBe(false);
    expect(() => statement.find()).toThrow('the database is closed');
  });

  it('says that a directory does not exist', () => {
    const path = join(createTemporaryDirectory(), 'absent', 'test.db');
    expect(() => openDatabase({ path })).toThrow(expect.objectContaining({ code: 'store_unavailable' }));
    expect(() => openDatabase({ path })).toThrow(path);
  });

  it('says that a file is no database', () => {
    const path = createPath();
    writeFileSync(path, 'This is no database at all. '.repeat(1000));
    expect(() => openDatabase({ path })).toThrow(expect.objectContaining({ code: 'store_unavailable' }));
  });

  it('says that the limit is reached, and keeps what was there', async () => {
    const path = createPath();
    const database = openDatabase({ path, maxBytes: 100_000 });
    database.exec('CREATE TABLE notes (text TEXT)');
    const insert = database.prepare('INSERT INTO notes VALUES (?)');
    insert.run(['kept']);
    const writing = runOnDatabase(path, () => insert.run(['x'.repeat(200_000)]));
    await expect(writing).rejects.toMatchObject({ code: 'store_full' });
    expect(database.prepare('SELECT text FROM notes').list()).toEqual([{ text: 'kept' }]);
    database.close();
  });

  it('says that another connection holds the lock', async () => {
    const path = createPath();
    const [first, second] = [openDatabase({ path }), openDatabase({ path, lockWaitMs: 20 })];
    first.exec('BEGIN IMMEDIATE');
    const writing = runOnDatabase(path, () => second.exec('CREATE TABLE notes (text TEXT)'));
    await expect(writing).rejects.toMatchObject({ code: 'store_unavailable' });
    first.exec('ROLLBACK');
    second.exec('CREATE TABLE notes (text TEXT)');
    second.close();
    first.close();
  });
});
