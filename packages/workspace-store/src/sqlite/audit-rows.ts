import { randomUUID } from 'node:crypto';
import { OutcropError, type AuditEntry, type AuditLog } from '@outcrop/protocol';
import { decodeJson, decodeText, encodeText, type SqliteDatabase } from '@outcrop/sqlite';
import type { AuditNote, ListAuditQuery } from '../provider-settings-store.ts';

interface AuditRow extends Omit<AuditEntry, 'details'> {
  row: number;
  details: string;
}

/** The rows of `audit_log`. */
export interface AuditRows {
  append(note: AuditNote): void;
  list(query: ListAuditQuery): AuditLog;
}

export function createAuditRows(database: SqliteDatabase): AuditRows {
  const insert = database.prepare(
    'INSERT INTO audit_log (id, at, actor, action, subject, details) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const listRows = database.prepare<AuditRow>(
    'SELECT row, id, at, actor, action, subject, details FROM audit_log WHERE row < ? ORDER BY row DESC LIMIT ?',
  );
  return {
    append({ actor, action, subject, details }) {
      insert.run([
        randomUUID(),
        Date.now() * 1000,
        encodeText(actor),
        action,
        encodeText(subject),
        JSON.stringify(details),
      ]);
    },
    list({ limit, cursor }) {
      const rows = listRows.list([readCursor(cursor), limit + 1]);
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        entries: page.map(mapEntry),
        next_cursor: rows.length > limit && last ? String(last.row) : null,
      };
    },
  };
}

function readCursor(cursor: string | undefined): number {
  if (cursor === undefined) return Number.MAX_SAFE_INTEGER;
  const row = Number(cursor);
  if (/^\d{1,15}$/.test(cursor)) return row;
  throw new OutcropError(
    '[outcrop] this cursor of the audit log is not one: pass next_cursor back as it came',
    {
      code: 'invalid_cursor',
    },
  );
}

function mapEntry({ id, at, actor, action, subject, details }: AuditRow): AuditEntry {
  return {
    id,
    at,
    actor: decodeText(actor),
    action,
    subject: decodeText(subject),
    details: decodeJson<AuditEntry['details']>(details, {}),
  };
}
