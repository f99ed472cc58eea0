/** What each key has used; `day` counts the days of UTC since the Unix epoch. */
export const usageTable = `
  CREATE TABLE usage (
    key_id TEXT NOT NULL,
    day INTEGER NOT NULL,
    usd REAL NOT NULL,
    tokens INTEGER NOT NULL,
    PRIMARY KEY (key_id, day)
  ) WITHOUT ROWID;
`;
