export const projectsTable = `
  CREATE TABLE projects (
    name TEXT PRIMARY KEY,
    trace_count INTEGER NOT NULL
  ) WITHOUT ROWID;
`;
