/**
 * What the spans refer to, and what deleted ones did. A span's row stays when its next revision refers to something else:
 * too much is kept rather than too little. Of the spans up to `unindexed_to`, which were written before, nothing is known.
 */
export const addSpanAttachments = `
  CREATE TABLE span_attachments (
    span INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (span, sha256)
  ) WITHOUT ROWID;
  CREATE INDEX span_attachments_by_sha256 ON span_attachments (sha256);
  CREATE TABLE released_attachments (
    sha256 TEXT PRIMARY KEY
  ) WITHOUT ROWID;
  ALTER TABLE store_identity ADD COLUMN unindexed_to INTEGER;
  UPDATE store_identity SET unindexed_to = (SELECT max(id) FROM spans);
`;
