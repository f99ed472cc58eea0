/** One line each, of roots and model calls; a trace names the spans whose lines it shows. */
export const addPreviews = `
  ALTER TABLE spans ADD COLUMN input_preview TEXT;
  ALTER TABLE spans ADD COLUMN output_preview TEXT;
  ALTER TABLE traces ADD COLUMN input_span INTEGER REFERENCES spans (id);
  ALTER TABLE traces ADD COLUMN output_span INTEGER REFERENCES spans (id);
`;
