export type * from './workspace-store.ts';
