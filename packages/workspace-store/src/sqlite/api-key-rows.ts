import { randomUUID } from 'node:crypto';
import {
  apiKeyScopes,
  type ApiKeyDefaults,
  type ApiKeyGrant,
  type ApiKeyLimits,
  type ApiKeyScope,
} from '@outcrop/protocol';
import type { SqliteDatabase } from '@outcrop/sqlite';
import { decodeText, encodeText } from '@outcrop/sqlite';
import type { ApiKeyChange, NewApiKey, StoredApiKey } from '../workspace-store.ts';

const columns =
  'api_keys.id, api_keys.name, api_keys.prefix, api_keys.created_at, api_keys.last_used_at, api_keys.scopes, ' +
  'api_keys.project, api_keys.models, api_keys.expires_at, api_keys.limits, api_keys.defaults, api_keys.parent_id';

interface ApiKeyRow {
  id: string;
  name: string;
  prefix: string;
  created_at: number;
  last_used_at: number | null;
  /** JSON, as are `models`, `limits` and `defaults`. */
  scopes: string;
  project: string | null;
  models: string | null;
  expires_at: number | null;
  limits: string;
  defaults: string;
  parent_id: string | null;
}

const fullGrant: ApiKeyGrant = {
  scopes: [...apiKeyScopes],
  project: null,
  models: null,
  expires_at: null,
  limits: {},
  defaults: {},
};

/** The rows of `api_keys`. */
export interface ApiKeyRows {
  create(key: NewApiKey): StoredApiKey;
  find(hash: string): StoredApiKey | undefined;
  list(): StoredApiKey[];
  update(id: string, change: ApiKeyChange): StoredApiKey | undefined;
  revoke(id: string): boolean;
  /** In memory until `flush`: a request does not wait for a sync to disk. */
  touch(id: string, usedAt: number): void;
  flush(): void;
}

export function createApiKeyRows(database: SqliteDatabase): ApiKeyRows {
  const create = prepareCreate(database);
  const update = prepareUpdate(database);
  const findValid = database.prepare<ApiKeyRow>(`
    SELECT ${columns} FROM api_keys LEFT JOIN api_keys AS parent ON parent.id = api_keys.parent_id
    WHERE api_keys.hash = ? AND api_keys.revoked_at IS NULL AND parent.revoked_at IS NULL
  `);
  const listValid = database.prepare<ApiKeyRow>(
    `SELECT ${columns} FROM api_keys WHERE revoked_at IS NULL AND parent_id IS NULL ORDER BY row DESC`,
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
    create,
    update,
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

function prepareCreate(database: SqliteDatabase): (key: NewApiKey) => StoredApiKey {
  const insert = database.prepare(`
    INSERT INTO api_keys (
      id, hash, name, prefix, created_at, scopes, project, models, expires_at, limits, defaults, parent_id
    ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING
  `);
  const findAny = database.prepare<ApiKeyRow>(`SELECT ${columns} FROM api_keys WHERE hash = ?`);
  // A busy app makes one for each of its users; what they used is their parent's.
  const removeExpired = database.prepare(
    'DELETE FROM api_keys WHERE parent_id IS NOT NULL AND expires_at < ?',
  );
  return ({ hash, name, prefix, grant = fullGrant, parentId }) => {
    if (parentId !== undefined) removeExpired.run([Date.now() * 1000]);
    const key = [randomUUID(), encodeText(hash), encodeText(name), encodeText(prefix), Date.now() * 1000];
    insert.run([...key, ...encodeGrant(grant), parentId ?? null]);
    return mapApiKey(findAny.get([encodeText(hash)]));
  };
}

function prepareUpdate(
  database: SqliteDatabase,
): (id: string, change: ApiKeyChange) => StoredApiKey | undefined {
  const find = database.prepare<ApiKeyRow>(
    `SELECT ${columns} FROM api_keys WHERE id = ? AND revoked_at IS NULL AND parent_id IS NULL`,
  );
  const set = database.prepare(
    'UPDATE api_keys SET name = ?, scopes = ?, project = ?, models = ?, expires_at = ?, limits = ?, defaults = ? WHERE id = ?',
  );
  const revokeChildren = database.prepare(
    'UPDATE api_keys SET revoked_at = ? WHERE parent_id = ? AND revoked_at IS NULL',
  );
  return (id, { name, grant }) => {
    const key = encodeText(id);
    let after: StoredApiKey | undefined;
    database.transaction(() => {
      const before = find.find([key]);
      if (!before) return;
      set.run([encodeText(name), ...encodeGrant(grant), key]);
      after = mapApiKey(find.get([key]));
      const isGrantChanged = JSON.stringify({ ...mapApiKey(before), name }) !== JSON.stringify(after);
      if (isGrantChanged) revokeChildren.run([Date.now() * 1000, key]);
    });
    return after;
  };
}

/** In the order of the columns. */
function encodeGrant({
  scopes,
  project,
  models,
  expires_at,
  limits,
  defaults,
}: ApiKeyGrant): (string | number | null)[] {
  return [
    JSON.stringify(scopes),
    project === null ? null : encodeText(project),
    models === null ? null : JSON.stringify(models),
    expires_at,
    JSON.stringify(limits),
    JSON.stringify(defaults),
  ];
}

function mapApiKey(row: ApiKeyRow): StoredApiKey {
  const { id, created_at, last_used_at, expires_at, parent_id } = row;
  return {
    id,
    created_at,
    last_used_at,
    expires_at,
    parent_id,
    name: decodeText(row.name),
    prefix: decodeText(row.prefix),
    scopes: JSON.parse(row.scopes) as ApiKeyScope[],
    project: row.project === null ? null : decodeText(row.project),
    models: row.models === null ? null : (JSON.parse(row.models) as string[]),
    limits: JSON.parse(row.limits) as ApiKeyLimits,
    defaults: JSON.parse(row.defaults) as ApiKeyDefaults,
  };
}
