import { randomUUID } from 'node:crypto';
import { decodeText, encodeText, type SqliteDatabase, type SqliteValue } from '@outcrop/sqlite';
import type { NewModel, StoredModel } from '../provider-settings-store.ts';

const columns = 'id, name, model_id, base_model_id, format, project, provider_id, created_at';

/** The rows of `models`. */
export interface ModelRows {
  create(model: NewModel): StoredModel;
  find(id: string): StoredModel | undefined;
  list(): StoredModel[];
  update(id: string, changes: Partial<NewModel>): StoredModel | undefined;
  delete(id: string): boolean;
}

export function createModelRows(database: SqliteDatabase): ModelRows {
  const insert = database.prepare(`INSERT INTO models (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
  const findRow = database.prepare<StoredModel>(`SELECT ${columns} FROM models WHERE id = ?`);
  const listRows = database.prepare<StoredModel>(`SELECT ${columns} FROM models ORDER BY row`);
  const update = database.prepare(
    'UPDATE models SET name = ?, model_id = ?, base_model_id = ?, format = ?, project = ?, provider_id = ? WHERE id = ?',
  );
  const remove = database.prepare('DELETE FROM models WHERE id = ?');

  const find = (id: string): StoredModel | undefined => {
    const row = findRow.find([encodeText(id)]);
    return row && mapModel(row);
  };
  return {
    create(model) {
      const created = { ...model, id: randomUUID(), created_at: Date.now() * 1000 };
      insert.run([created.id, ...listValues(model), created.created_at]);
      return created;
    },
    find,
    list: () => listRows.list().map(mapModel),
    update(id, changes) {
      const before = find(id);
      if (!before) return undefined;
      const after = { ...before, ...changes };
      update.run([...listValues(after), encodeText(id)]);
      return after;
    },
    delete: (id) => remove.run([encodeText(id)]) > 0,
  };
}

/** From `name` to `provider_id`. */
function listValues(model: NewModel): SqliteValue[] {
  return [
    encodeText(model.name),
    encodeText(model.model_id),
    encodeNullable(model.base_model_id),
    model.format,
    encodeNullable(model.project),
    encodeNullable(model.provider_id),
  ];
}

function encodeNullable(text: string | null): string | null {
  return text === null ? null : encodeText(text);
}

function mapModel(row: StoredModel): StoredModel {
  return {
    id: row.id,
    name: decodeText(row.name),
    model_id: decodeText(row.model_id),
    base_model_id: row.base_model_id === null ? null : decodeText(row.base_model_id),
    format: row.format,
    project: row.project === null ? null : decodeText(row.project),
    provider_id: row.provider_id === null ? null : decodeText(row.provider_id),
    created_at: row.created_at,
  };
}
