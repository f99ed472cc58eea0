import { join } from 'node:path';
import { migrateDatabase, openDatabase, runOnDatabase } from '@outcrop/sqlite';
import type { WorkspaceStore } from '../workspace-store.ts';
import { createApiKeyRows } from './api-key-rows.ts';
import { createAttachmentProjectRows } from './attachment-project-rows.ts';
import { createProviderSettings } from './provider-settings.ts';
import { createSessionRows } from './session-rows.ts';
import { migrations } from './sql/migrations.ts';
import { createUsageRows } from './usage-rows.ts';

export interface SqliteWorkspaceStoreOptions {
  /** An existing directory; the rows are in its `workspace.db`. */
  directory: string;
}

const flushIntervalMs = 5000;

/**
 * Keeps API keys, their use, sessions and settings in one SQLite file, in the caller's thread: rows are few and writes rare. When a key was
 * used is on disk within five seconds. Errors carry code `store_full`, `store_unavailable` or `store_newer`.
 */
export async function createSqliteWorkspaceStore({
  directory,
}: SqliteWorkspaceStoreOptions): Promise<WorkspaceStore> {
  const path = join(directory, 'workspace.db');
  const database = openDatabase({ path, cacheKb: 512 });
  migrateDatabase(database, { path, migrations });
  const apiKeys = createApiKeyRows(database);
  const usage = createUsageRows(database);
  const attachmentProjects = createAttachmentProjectRows(database);
  const sessions = createSessionRows(database);
  const run = <T>(work: () => T): Promise<T> => runOnDatabase(path, work);
  // What cannot be written now is kept and tried again.
  const flushing = setInterval(
    () => void run(() => apiKeys.flush()).catch(() => undefined),
    flushIntervalMs,
  ).unref();
  return {
    ...createProviderSettings(database, run),
    createApiKey: (key) => run(() => apiKeys.create(key)),
    findApiKey: (hash) => run(() => apiKeys.find(hash)),
    listApiKeys: () => run(() => apiKeys.list()),
    updateApiKey: (id, change) => run(() => apiKeys.update(id, change)),
    revokeApiKey: (id) => run(() => apiKeys.revoke(id)),
    touchApiKey: (id, usedAt) => run(() => apiKeys.touch(id, usedAt)),
    addUsage: (usages) => run(() => usage.add(usages)),
    listUsage: (sinceDay) => run(() => usage.list(sinceDay)),
    addAttachmentProject: (project, sha256) => run(() => attachmentProjects.add(project, sha256)),
    removeAttachmentProjects: (sha256) => run(() => attachmentProjects.remove(sha256)),
    hasAttachmentProject: (project, sha256) => run(() => attachmentProjects.has(project, sha256)),
    createSession: (session) => run(() => sessions.create(session)),
    hasSession: (hash, now) => run(() => sessions.has(hash, now)),
    deleteSession: (hash) => run(() => sessions.delete(hash)),
    close: () =>
      run(() => {
        if (!database.isOpen()) return;
        clearInterval(flushing);
        try {
          apiKeys.flush();
        } finally {
          database.close();
        }
      }),
  };
}
