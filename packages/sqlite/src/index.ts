export * from './data-directory.ts';
export * from './migrate-database.ts';
export * from './open-database.ts';
export * from './run-on-database.ts';
export type * from './sqlite-database.ts';
export * from './store-error.ts';
export * from './stored-json.ts';
export * from './stored-text.ts';
export * from './watch-file.ts';
