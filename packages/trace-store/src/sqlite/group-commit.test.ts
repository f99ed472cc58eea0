import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@outcrop/sqlite';
import type { SqliteDatabase } from '@outcrop/sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { commitTogether } from './group-commit.ts';

describe('commitTogether', () => {
  let directory: string;
  let database: SqliteDatabase;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'outcrop-group-'));
    database = openDatabase({ path: join(directory, 'test.db') });
    database.exec('CREATE TABLE notes (text TEXT)');
  });
  afterEach(() => {
    database.close();
    rmSync(directory, { recursive: true });
  });
  const add = (text: string) => () => void database.prepare('INSERT INTO notes VALUES (?)').run([text]);
  const list = () =>
    database
      .prepare<{ text: string }>('SELECT text FROM notes')
      .list()
      .map(({ text }) => text);

  it('commits all in one transaction', () => {
    let wasInTransaction = false;
    const look = (): void => {
      // A second BEGIN fails only inside a transaction.
      wasInTransaction = throws(() => database.exec('BEGIN'));
    };
    expect(commitTogether(database, [add('a'), look, add('b')])).toEqual([undefined, undefined, undefined]);
    expect(wasInTransaction).toBe(true);
    expect(list()).toEqual(['a', 'b']);
  });

  it('keeps what the others wrote when one fails, and nothing of that one', () => {
    const failure = new Error('broken');
    const failing = (): void => {
      add('lost')();
      throw failure;
    };
    expect(commitTogether(database, [add('a'), failing, add('b')])).toEqual([undefined, failure, undefined]);
    expect(list()).toEqual(['a', 'b']);
  });

  it('does nothing with no jobs', () => {
    expect(commitTogether(database, [])).toEqual([]);
  });
});

function throws(work: () => void): boolean {
  try {
    work();
    return false;
  } catch {
    return true;
  }
}
