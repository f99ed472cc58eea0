import { reportOnce } from '../../report.ts';
import type { AwsClient } from './aws-sdk.ts';
import { traceClient } from './wrap-bedrock-runtime.ts';

type Load = (this: unknown, request: string, ...rest: unknown[]) => unknown;

const clientPackage = 'client-bedrock-runtime';
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

type Send = (this: AwsClient, ...args: unknown[]) => unknown;

/**
 * Gives `BedrockRuntimeClient` a `send` of its own that adds the tracing middleware on a client's first call. The one
 * it inherits is shared by the clients of every AWS service and stays as it is.
 */
function hookClient(exports: unknown): void {
  try {
    const { prototype } =
      (exports as { BedrockRuntimeClient?: { prototype: { send: Send } } }).BedrockRuntimeClient ?? {};
    if (!prototype || Object.hasOwn(prototype, hooked)) return;
    const inherited = Object.hasOwn(prototype, 'send') ? prototype.send : undefined;
    const base = Object.getPrototypeOf(prototype) as { send: Send };
    Object.defineProperty(prototype, hooked, { value: true });
    Object.defineProperty(prototype, 'send', {
      configurable: true,
      writable: true,
      value: function send(this: AwsClient, ...args: unknown[]): unknown {
        traceSafely(this);
        return (inherited ?? base.send).apply(this, args);
      },
    });
  } catch (error) {
    reportOnce(`a copy of ${clientPackage} could not be hooked and is not traced: ${String(error)}`);
  }
}

function traceSafely(client: AwsClient): void {
  try {
    traceClient(client);
  } catch (error) {
    reportOnce(`a Bedrock client could not be traced: ${String(error)}`);
  }
}
