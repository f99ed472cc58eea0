import { reportOnce } from '../report.ts';
import { hookAnthropic } from './anthropic/hook-anthropic.ts';
import { hookClient } from './aws-sdk/hook-client.ts';
import { hookOpenAI } from './openai/hook-openai.ts';

type Load = (this: unknown, request: string, ...rest: unknown[]) => unknown;

/** Which modules hold classes to trace. A request is a package's name or, from an ES module, a path. */
const instrumentations: readonly { pattern: RegExp; hook: (exports: unknown) => void }[] = [
  { pattern: /client-bedrock-/, hook: hookClient },
  { pattern: /@anthropic-ai[\\/]sdk/, hook: hookAnthropic },
  { pattern: /(?:^|node_modules[\\/])openai(?:[\\/]|$)/, hook: hookOpenAI },
];

const hooked = Symbol.for('outcrop.hooked');

/**
 * Traces every client of the process that CommonJS modules make, whichever copy of its library made it. Node resolves
 * the AWS SDK to its CommonJS build for `import` as well, and loads it through `Module._load` either way.
 */
export function hookModuleLoading(): void {
  try {
    const nodeModule = process.getBuiltinModule('node:module') as unknown as {
      _load: Load & { [hooked]?: true };
      _cache?: Record<string, { exports: unknown } | undefined>;
    };
    const load = nodeModule._load;
    if (load[hooked]) return;
    const observedLoad: Load & { [hooked]?: true } = function observedLoad(request, ...rest) {
      const exports = load.call(this, request, ...rest);
      if (typeof request === 'string') hookExports(request, exports);
      return exports;
    };
    observedLoad[hooked] = true;
    nodeModule._load = observedLoad;
    // An ES module's imports are there before its first statement, so before a hook that is not the first to load.
    for (const [file, module] of Object.entries(nodeModule._cache ?? {})) hookExports(file, module?.exports);
  } catch (error) {
    reportOnce(`the hook could not be installed, Bedrock calls are not traced: ${String(error)}`);
  }
}

function hookExports(request: string, exports: unknown): void {
  for (const { pattern, hook } of instrumentations) if (pattern.test(request)) hook(exports);
}
