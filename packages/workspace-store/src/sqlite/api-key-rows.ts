import { randomUUID } from 'node:crypto';
import type { ApiKeySummary } from '@outcrop/protocol';
import type { SqliteDatabase } from '@outcrop/sqlite';
import { decodeText, encodeText } from '@outcrop/sqlite';
import type { NewApiKey } from '../workspace-store.ts';

const columns = 'id, name, prefix, created_at, last_used_at';

/** The rows of `api_keys`. */
export interface ApiKeyRows {
  create(key: NewApiKey): ApiKeySummary;
  find(hash: string): ApiKeySummary | undefined;
  list(): ApiKeySummary[];
  revoke(id: string): boolean;
  /** In memory until `flush`: a request does not wait for a sync to disk. */
  touch(id: string, usedAt: number): void;
  flush(): void;
}

export function createApiKeyRows(database: SqliteDatabase): ApiKeyRows {
  const insert = database.prepare(
    'INSERT INTO api_keys (id, hash, name, prefix, created_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING',
  );
  const findAny = database.prepare<ApiKeySummary>(`SELECT ${columns} FROM api_keys WHERE hash = ?`);
  const findValid = database.prepare<ApiKeySummary>(
    `SELECT ${columns} FROM api_keys WHERE hash = ? AND revoked_at IS NULL`,
  );
  const listValid = database.prepare<ApiKeySummary>(
    `SELECT ${columns} FROM api_keys WHERE revoked_at IS NULL ORDER BY row DESC`,
  );
  const revoke = database.prepare('UPDATE api_keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL');
  const touch = database.prepare(
    'UPDATE api_keys SET last_used_at = ? WHERE id = ? AND coalesce(last_used_at, 0) < ?',
  );
  const usedAtById = new Map<string, number>();

  const flush = (): void => {
    if (usedAtById.size === 0) return;
    database.transaction(() => {
      for (const [id, usedAt] of usedAtById) touch.run([usedAt, id, usedAt]);
    });
    usedAtById.clear();
  };
  return {
    create({ hash, name, prefix }) {
      insert.run([randomUUID(), encodeText(hash), encodeText(name), encodeText(prefix), Date.now() * 1000]);
      return mapApiKey(findAny.get([encodeText(hash)]));
    },
    find(hash) {
      const row = findValid.find([encodeText(hash)]);
      return row && mapApiKey(row);
    },
    list() {
      flush();
      return listValid.list().map(mapApiKey);
    },
    revoke: (id) => revoke.run([Date.now() * 1000, encodeText(id)]) > 0,
    touch(id, usedAt) {
      usedAtById.set(id, Math.max(usedAt, usedAtById.get(id) ?? 0));
    },
    flush,
  };
}

function mapApiKey({ id, name, prefix, created_at, last_used_at }: ApiKeySummary): ApiKeySummary {
  return { id, name: decodeText(name), prefix: decodeText(prefix), created_at, last_used_at };
}
