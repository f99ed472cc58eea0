export * from './dist/hook.mjs';
