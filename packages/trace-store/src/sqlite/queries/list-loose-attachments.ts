import type { SqliteDatabase } from '@outcrop/sqlite';
import type { ListLooseAttachmentsOptions } from '../../trace-store.ts';

const sql = `
  SELECT sha256 FROM released_attachments AS released
  WHERE sha256 > ?1 AND NOT EXISTS (SELECT 1 FROM span_attachments WHERE sha256 = released.sha256)
    AND (SELECT unindexed_to IS NULL FROM store_identity)
  ORDER BY sha256 LIMIT ?2
`;

export function prepareListLooseAttachments(
  database: SqliteDatabase,
): (options: ListLooseAttachmentsOptions) => string[] {
  const list = database.prepare<{ sha256: string }>(sql);
  return ({ after = '', limit }) => list.list([after, limit]).map(({ sha256 }) => sha256);
}
