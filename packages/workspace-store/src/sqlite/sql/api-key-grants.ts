/** Keys made before this may do everything. `scopes`, `models` and `limits` are JSON. */
export const apiKeyGrants = `
  ALTER TABLE api_keys ADD COLUMN scopes TEXT NOT NULL DEFAULT '["ingest","read","gateway","admin"]';
  ALTER TABLE api_keys ADD COLUMN project TEXT;
  ALTER TABLE api_keys ADD COLUMN models TEXT;
  ALTER TABLE api_keys ADD COLUMN expires_at INTEGER;
  ALTER TABLE api_keys ADD COLUMN limits TEXT NOT NULL DEFAULT '{}';
  ALTER TABLE api_keys ADD COLUMN parent_id TEXT;
`;
