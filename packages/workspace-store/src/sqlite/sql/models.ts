/** Models added by hand; one goes with the provider that it is bound to. */
export const modelsTable = `
  CREATE TABLE models (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    model_id TEXT NOT NULL,
    base_model_id TEXT,
    format TEXT NOT NULL,
    project TEXT,
    provider_id TEXT REFERENCES providers (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL
  );
  CREATE UNIQUE INDEX models_by_name
    ON models (name, project IS NULL, coalesce(project, ''), coalesce(provider_id, ''));
  CREATE INDEX models_by_provider ON models (provider_id);
`;
