/** `is_partial` is 1 or NULL. Few spans are, so counting those of a trace reads an index of little more than nothing. */
export const addPartialSpans = `
  ALTER TABLE spans ADD COLUMN is_partial INTEGER;
  ALTER TABLE traces ADD COLUMN partial_count INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX spans_by_partial ON spans (trace_id, project) WHERE is_partial IS NOT NULL;
`;
