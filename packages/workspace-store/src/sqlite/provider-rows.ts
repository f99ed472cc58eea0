import type { ProviderSummary } from '@outcrop/protocol';
import { decodeJson, decodeText, encodeText, type SqliteDatabase, type SqliteValue } from '@outcrop/sqlite';
import type { NewProvider, ProviderChanges, StoredProvider } from '../provider-settings-store.ts';

interface ProviderRow extends Omit<
  StoredProvider,
  'type' | 'auth' | 'header_names' | 'include_default_models' | 'is_enabled'
> {
  include_default_models: number;
  is_enabled: number;
  auth: string;
  header_names: string;
}

const settingColumns = [
  'name',
  'project',
  'region',
  'api_base',
  'http_version',
  'include_default_models',
  'priority',
  'weight',
  'is_enabled',
  'auth',
  'header_names',
  'sealed_secrets',
] as const;
const allColumns = ['id', ...settingColumns, 'created_at', 'updated_at'];

/** The rows of `providers`. */
export interface ProviderRows {
  create(provider: NewProvider): StoredProvider;
  find(id: string): StoredProvider | undefined;
  list(): StoredProvider[];
  update(id: string, changes: ProviderChanges): StoredProvider | undefined;
  reseal(id: string, sealed: { from: string; to: string }): boolean;
  delete(id: string): boolean;
}

export function createProviderRows(database: SqliteDatabase): ProviderRows {
  const insert = database.prepare(
    `INSERT INTO providers (${allColumns.join(', ')}) VALUES (${allColumns.map(() => '?').join(', ')})`,
  );
  const findRow = database.prepare<ProviderRow>(
    `SELECT ${allColumns.join(', ')} FROM providers WHERE id = ?`,
  );
  const listRows = database.prepare<ProviderRow>(
    `SELECT ${allColumns.join(', ')} FROM providers ORDER BY row`,
  );
  const update = database.prepare(
    `UPDATE providers SET ${settingColumns.map((column) => `${column} = ?`).join(', ')}, updated_at = ? WHERE id = ?`,
  );
  const reseal = database.prepare(
    'UPDATE providers SET sealed_secrets = ? WHERE id = ? AND sealed_secrets = ?',
  );
  const remove = database.prepare('DELETE FROM providers WHERE id = ?');

  const find = (id: string): StoredProvider | undefined => {
    const row = findRow.find([encodeText(id)]);
    return row && mapProvider(row);
  };
  return {
    create(provider) {
      const now = Date.now() * 1000;
      insert.run([encodeText(provider.id), ...listValues(provider), now, now]);
      return { ...provider, created_at: now, updated_at: now };
    },
    find,
    list: () => listRows.list().map(mapProvider),
    update(id, changes) {
      const before = find(id);
      if (!before) return undefined;
      const after = { ...before, ...changes, updated_at: Date.now() * 1000 };
      update.run([...listValues(after), after.updated_at, encodeText(id)]);
      return after;
    },
    reseal: (id, { from, to }) => reseal.run([to, encodeText(id), from]) > 0,
    delete: (id) => remove.run([encodeText(id)]) > 0,
  };
}

/** In the order of `settingColumns`. */
function listValues(provider: NewProvider): SqliteValue[] {
  return [
    encodeText(provider.name),
    provider.project === null ? null : encodeText(provider.project),
    encodeText(provider.region),
    provider.api_base === null ? null : encodeText(provider.api_base),
    provider.http_version,
    Number(provider.include_default_models),
    provider.priority,
    provider.weight,
    Number(provider.is_enabled),
    JSON.stringify(provider.auth),
    JSON.stringify(provider.header_names),
    provider.sealed_secrets,
  ];
}

// The driver adds a field of its own to a row, which goes no further.
function mapProvider(row: ProviderRow): StoredProvider {
  return {
    id: row.id,
    type: 'bedrock',
    name: decodeText(row.name),
    project: row.project === null ? null : decodeText(row.project),
    region: decodeText(row.region),
    api_base: row.api_base === null ? null : decodeText(row.api_base),
    http_version: row.http_version,
    include_default_models: row.include_default_models === 1,
    priority: row.priority,
    weight: row.weight,
    is_enabled: row.is_enabled === 1,
    auth: decodeJson<ProviderSummary['auth']>(row.auth, { type: 'server_credentials' }),
    header_names: decodeJson<string[]>(row.header_names, []),
    sealed_secrets: row.sealed_secrets,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}
