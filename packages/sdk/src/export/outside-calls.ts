import { AsyncLocalStorage } from 'node:async_hooks';

/** Runs work of ours where no call of the app is under way: else its AsyncLocalStorage would live as long as the work. */
export const runOutsideCalls: <Result>(work: () => Result) => Result = AsyncLocalStorage.snapshot();
