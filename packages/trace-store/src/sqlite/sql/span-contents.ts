/**
 * The heavy part of a span, apart so that reading spans does not read it: a JSON object of `input`, `output` and the
 * large values of `metadata`. Text as it is, a blob when deflated.
 */
export const spanContentsTable = `
  CREATE TABLE span_contents (
    id INTEGER PRIMARY KEY REFERENCES spans (id),
    content NOT NULL
  );
`;
