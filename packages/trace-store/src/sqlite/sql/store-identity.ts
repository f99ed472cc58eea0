/** One row. `id` ties cursors to this store; `checked_at` is what a health check writes. */
export const storeIdentityTable = `
  CREATE TABLE store_identity (
    id TEXT NOT NULL,
    checked_at INTEGER
  );
  INSERT INTO store_identity (id) VALUES (lower(hex(randomblob(16))));
`;
