import type { TraceStore } from '../trace-store.ts';

/** Where a contract test gets its stores from. */
export interface TraceStoreHarness {
  /** A store over the same data each time it is called, until `discard`. */
  open(): Promise<TraceStore>;
  discard(): Promise<void>;
}

/** What a contract test uses: the store of the test at hand. */
export interface ContractContext {
  store: () => TraceStore;
  /** Closes the store and opens it again over the same data. */
  reopen: () => Promise<TraceStore>;
  /** A store over data of its own. */
  openOther: () => Promise<TraceStore>;
}
