import type { SqliteDatabase } from '@outcrop/sqlite';
import { decodeText, encodeText } from '@outcrop/sqlite';
import type { KeyUsage } from '../workspace-store.ts';

/** The rows of `usage`. */
export interface UsageRows {
  add(usages: readonly KeyUsage[]): void;
  list(sinceDay: number): KeyUsage[];
}

interface UsageRow {
  key_id: string;
  day: number;
  usd: number;
  tokens: number;
}

export function createUsageRows(database: SqliteDatabase): UsageRows {
  const add = database.prepare(`
    INSERT INTO usage (key_id, day, usd, tokens) VALUES (?, ?, ?, ?)
    ON CONFLICT (key_id, day) DO UPDATE SET usd = usd + excluded.usd, tokens = tokens + excluded.tokens
  `);
  const list = database.prepare<UsageRow>('SELECT key_id, day, usd, tokens FROM usage WHERE day >= ?');
  return {
    add(usages) {
      database.transaction(() => {
        for (const { keyId, day, usd, tokens } of usages) add.run([encodeText(keyId), day, usd, tokens]);
      });
    },
    list: (sinceDay) =>
      list
        .list([sinceDay])
        .map(({ key_id, day, usd, tokens }) => ({ keyId: decodeText(key_id), day, usd, tokens })),
  };
}
