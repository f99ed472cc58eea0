import { reportOnce } from '../../report.ts';
import { hookClient } from './hook-client.ts';

type Load = (this: unknown, request: string, ...rest: unknown[]) => unknown;

/** What the names of the packages have in common whose clients are traced. */
const clientPackage = 'client-bedrock-';
const hooked = Symbol.for('outcrop.hooked');

/**
 * Traces every Bedrock client of the process, whichever copy of the AWS SDK made it. Node resolves the SDK to its
 * CommonJS build for `require` and for `import`, and both load it through `Module._load`.
 */
export function hookModuleLoading(): void {
  try {
    const nodeModule = process.getBuiltinModule('node:module') as unknown as {
      _load: Load & { [hooked]?: true };
    };
    const load = nodeModule._load;
    if (load[hooked]) return;
    const observedLoad: Load & { [hooked]?: true } = function observedLoad(request, ...rest) {
      const exports = load.call(this, request, ...rest);
      if (typeof request === 'string' && request.includes(clientPackage)) hookClient(exports);
      return exports;
    };
    observedLoad[hooked] = true;
    nodeModule._load = observedLoad;
  } catch (error) {
    reportOnce(`the hook could not be installed, Bedrock calls are not traced: ${String(error)}`);
  }
}
