/** A JSON array, NULL when empty. */
export const addSpanEvents = `
  ALTER TABLE spans ADD COLUMN events TEXT;
`;
