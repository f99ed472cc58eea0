export { createSqliteWorkspaceStore } from './sqlite/create-sqlite-workspace-store.ts';
export type { SqliteWorkspaceStoreOptions } from './sqlite/create-sqlite-workspace-store.ts';
export type * from './workspace-store.ts';
export type * from './provider-settings-store.ts';
