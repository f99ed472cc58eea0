export type * from './trace-store.ts';
