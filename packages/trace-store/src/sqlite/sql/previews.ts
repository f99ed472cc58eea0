/**
 * One line each, of roots and model calls; a trace names the spans whose lines it shows. No foreign keys:
 * each span that is deleted would look for traces that name it.
 */
export const addPreviews = `
  ALTER TABLE spans ADD COLUMN input_preview TEXT;
  ALTER TABLE spans ADD COLUMN output_preview TEXT;
  ALTER TABLE traces ADD COLUMN input_span INTEGER;
  ALTER TABLE traces ADD COLUMN output_span INTEGER;
`;
