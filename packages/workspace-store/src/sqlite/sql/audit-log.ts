/** `row` is the order of the changes; `details` is JSON. */
export const auditLogTable = `
  CREATE TABLE audit_log (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    details TEXT NOT NULL
  );
`;
