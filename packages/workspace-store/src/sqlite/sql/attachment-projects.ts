/** Which projects sent the bytes of an attachment, and so may read them. */
export const attachmentProjectsTable = `
  CREATE TABLE attachment_projects (
    project TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    PRIMARY KEY (project, sha256)
  ) WITHOUT ROWID;
`;
