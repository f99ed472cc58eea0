/** Runs work of ours where no call of the app is under way: else its AsyncLocalStorage would live as long as the work. */
export const runOutsideCalls: <Result>(work: () => Result) => Result = process
  .getBuiltinModule('node:async_hooks')
  .AsyncLocalStorage.snapshot();
