/** JSON. */
export const apiKeyDefaults = `
  ALTER TABLE api_keys ADD COLUMN defaults TEXT NOT NULL DEFAULT '{}';
`;
