/** For deleting a trace. Traces are numbered as they come, so the index grows at its end. */
export const addPositionsByTrace = `
  CREATE INDEX trace_positions_by_trace ON trace_positions (trace);
`;
