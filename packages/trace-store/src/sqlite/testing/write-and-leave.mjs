// Run by process-end.test.ts: leaves a store open, with a write under way when asked.
const [storeUrl, directory, isWriting] = process.argv.slice(2);
const { createSqliteTraceStore } = await import(storeUrl);
const store = await createSqliteTraceStore({ directory });
const span = {
  trace_id: 'trace-1',
  span_id: 'span-1',
  parent_span_id: null,
  project: 'project',
  name: 'name',
  type: 'task',
  start_time: 1,
  end_time: 2,
  metadata: {},
  metrics: {},
  error: null,
  events: [],
  tags: [],
  service: null,
  sdk: null,
  revision: 1,
};
if (isWriting) void store.writeSpans([span]).then(() => console.log('written'));
