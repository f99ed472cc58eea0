export const organisationSettingsTable = `
  CREATE TABLE organisation_settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) WITHOUT ROWID;
`;
