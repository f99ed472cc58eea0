/** `row` keeps the order of creation; `auth` and `header_names` are JSON. Names of one project differ. */
export const providersTable = `
  CREATE TABLE providers (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    project TEXT,
    region TEXT NOT NULL,
    api_base TEXT,
    http_version TEXT NOT NULL,
    include_default_models INTEGER NOT NULL,
    priority INTEGER NOT NULL,
    weight REAL NOT NULL,
    is_enabled INTEGER NOT NULL,
    auth TEXT NOT NULL,
    header_names TEXT NOT NULL,
    sealed_secrets TEXT,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
  );
  CREATE UNIQUE INDEX providers_by_name ON providers (name, project IS NULL, coalesce(project, ''));
`;
