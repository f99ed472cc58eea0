import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@outcrop/sqlite';
import { expect, it } from 'vitest';
import { describeWorkspaceStore } from '../contract.ts';
import { createSqliteWorkspaceStore } from './create-sqlite-workspace-store.ts';

describeWorkspaceStore('sqlite', () => {
  const directory = mkdtempSync(join(tmpdir(), 'outcrop-workspace-'));
  return {
    open: () => createSqliteWorkspaceStore({ directory }),
    discard: async () => rmSync(directory, { recursive: true }),
  };
});

it('refuses a file of a newer Outcrop and leaves it as it is', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'outcrop-workspace-'));
  const path = join(directory, 'workspace.db');
  const newer = openDatabase({ path });
  newer.exec('PRAGMA user_version = 99');
  newer.close();
  await expect(createSqliteWorkspaceStore({ directory })).rejects.toMatchObject({ code: 'store_newer' });
  const database = openDatabase({ path });
  expect(database.prepare('PRAGMA user_version').get()).toMatchObject({ user_version: 99 });
  database.close();
  rmSync(directory, { recursive: true });
});
