import { reportOnce } from '../../report.ts';
import type { AwsClient } from './aws-sdk.ts';
import { traceClient } from './wrap-bedrock-runtime.ts';

const hooked = Symbol.for('outcrop.hooked');

type Send = (this: AwsClient, ...args: unknown[]) => unknown;

/**
 * Gives `BedrockRuntimeClient` a `send` of its own that adds the tracing middleware on a client's first call. The one
 * it inherits is shared by the clients of every AWS service and stays as it is. `exports` is what the client's module
 * gives; never throws.
 */
export function hookClient(exports: unknown): void {
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
    reportOnce(`a copy of client-bedrock-runtime could not be hooked and is not traced: ${String(error)}`);
  }
}

function traceSafely(client: AwsClient): void {
  try {
    traceClient(client);
  } catch (error) {
    reportOnce(`a Bedrock client could not be traced: ${String(error)}`);
  }
}
