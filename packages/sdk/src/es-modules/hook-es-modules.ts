import { instrument } from '../instrument.ts';
import { reportOnce } from '../report.ts';
import { findInstalled } from './find-installed.ts';
import { instrumentKey, traceResolution, type Resolution } from './traced-resolution.ts';

interface ResolveContext {
  parentURL?: string;
}

type Resolve = (specifier: string, context: ResolveContext) => Resolution;

interface NodeModule {
  /** From Node 22.15: hooks in the app's own thread. */
  registerHooks?: (hooks: {
    resolve(specifier: string, context: ResolveContext, nextResolve: Resolve): Resolution;
  }) => void;
  register(url: URL): void;
}

/**
 * Traces the clients that are published as ES modules. Starting a loader costs Node 20 tens of milliseconds, which only
 * apps pay that have such a client installed; later versions have a way that costs nothing.
 */
export function hookEsModules(loaderUrl: URL): void {
  try {
    const shared = globalThis as { [key: symbol]: unknown };
    const key = Symbol.for(instrumentKey);
    if (shared[key] !== undefined) return;
    shared[key] = instrument;
    const nodeModule = process.getBuiltinModule('node:module') as unknown as NodeModule;
    if (nodeModule.registerHooks) nodeModule.registerHooks({ resolve });
    else if (findInstalled()) nodeModule.register(loaderUrl);
  } catch (error) {
    reportOnce(`the hook cannot see ES modules, wrap the clients of Anthropic and OpenAI: ${String(error)}`);
  }
}

function resolve(specifier: string, context: ResolveContext, nextResolve: Resolve): Resolution {
  return traceResolution(nextResolve(specifier, context), context.parentURL);
}
