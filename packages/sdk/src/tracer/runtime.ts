import type { AsyncLocalStorage } from 'node:async_hooks';
import type { Flushable } from '../export/process-end.ts';
import { WeakRegistry } from '../export/weak-registry.ts';
import type { Logger } from './logger.ts';
import type { TraceSpan } from './trace-span.ts';

/** What every copy of this package in a process shares: ESM and CommonJS, hook and bundle. */
export interface Runtime {
  activeSpan: AsyncLocalStorage<TraceSpan>;
  currentLogger: Logger | undefined;
  /**
   * Every logger made, and whatever else sends spans: for `flush` and the end of the process. One that the app dropped is
   * forgotten once it has nothing left to send: until then its timer keeps it.
   */
  flushables: WeakRegistry<Flushable>;
  /** Bedrock clients that are traced already, so that wrapping and hooking one client gives one span. */
  tracedClients: WeakSet<object>;
  /** Frozen requests that the app wants recorded without their content; others are marked themselves. */
  requestsWithoutContent: WeakSet<object>;
  /** Resources of Anthropic's and OpenAI's clients that were wrapped, with the logger they were given. */
  wrappedResources: WeakMap<object, Logger | undefined>;
  isExitHandled: boolean;
}

// Not imported: an ES module that imports one of Node's own takes two milliseconds longer to load.
const asyncHooks = process.getBuiltinModule('node:async_hooks');
const key = Symbol.for('outcrop.runtime.0');
const shared = globalThis as typeof globalThis & { [key]?: Runtime };

export const runtime: Runtime = (shared[key] ??= {
  activeSpan: new asyncHooks.AsyncLocalStorage(),
  currentLogger: undefined,
  flushables: new WeakRegistry(),
  tracedClients: new WeakSet(),
  requestsWithoutContent: new WeakSet(),
  wrappedResources: new WeakMap(),
  isExitHandled: false,
});
