import type { SqliteDatabase } from '@outcrop/sqlite';
import { encodeText } from '@outcrop/sqlite';
import type { NewSession } from '../workspace-store.ts';

/** The rows of `sessions`. Expired ones go when a new one comes. */
export interface SessionRows {
  create(session: NewSession): void;
  has(hash: string, now: number): boolean;
  delete(hash: string): void;
}

export function createSessionRows(database: SqliteDatabase): SessionRows {
  const insert = database.prepare('INSERT OR REPLACE INTO sessions (hash, expires_at) VALUES (?, ?)');
  const find = database.prepare('SELECT 1 FROM sessions WHERE hash = ? AND expires_at > ?');
  const remove = database.prepare('DELETE FROM sessions WHERE hash = ?');
  const removeExpired = database.prepare('DELETE FROM sessions WHERE expires_at < ?');
  return {
    create({ hash, expiresAt }) {
      removeExpired.run([Date.now() * 1000]);
      insert.run([encodeText(hash), expiresAt]);
    },
    has: (hash, now) => find.find([encodeText(hash), now]) !== undefined,
    delete(hash) {
      remove.run([encodeText(hash)]);
    },
  };
}
