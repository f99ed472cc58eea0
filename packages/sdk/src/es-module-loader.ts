import { traceResolution, type Resolution } from './es-modules/traced-resolution.ts';

interface ResolveContext {
  parentURL?: string;
}

/** What Node 20 runs in a thread of its own: https://nodejs.org/docs/latest-v20.x/api/module.html#customization-hooks */
export async function resolve(
  specifier: string,
  context: ResolveContext,
  nextResolve: (specifier: string, context: ResolveContext) => Promise<Resolution>,
): Promise<Resolution> {
  return traceResolution(await nextResolve(specifier, context), context.parentURL);
}
