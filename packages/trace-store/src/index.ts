export { createSqliteTraceStore } from './sqlite/create-sqlite-trace-store.ts';
export type { SqliteTraceStoreOptions } from './sqlite/create-sqlite-trace-store.ts';
export type * from './trace-store.ts';
