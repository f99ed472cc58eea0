import { reportOnce } from '../../report.ts';
import type { AwsClient } from './aws-sdk.ts';
import { traceClient } from './wrap-bedrock-runtime.ts';

const hooked = Symbol.for('outcrop.hooked');

type Send = (this: AwsClient, ...args: unknown[]) => unknown;

/** The classes of the traced packages, each of which exports one. */
const clientClasses = ['BedrockRuntimeClient', 'BedrockAgentRuntimeClient'];

/**
 * Gives the client's class a `send` of its own that adds the tracing middleware on a client's first call. The one
 * it inherits is shared by the clients of every AWS service and stays as it is. `exports` is what the client's module
 * gives; never throws.
 */
export function hookClient(exports: unknown): void {
  try {
    for (const name of clientClasses)
      hookClass((exports as Record<string, { prototype: { send: Send } } | undefined>)[name]);
  } catch (error) {
    reportOnce(`a copy of a Bedrock client could not be hooked and is not traced: ${String(error)}`);
  }
}

function hookClass(clientClass: { prototype: { send: Send } } | undefined): void {
  const { prototype } = clientClass ?? {};
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
}

function traceSafely(client: AwsClient): void {
  try {
    traceClient(client);
  } catch (error) {
    reportOnce(`a Bedrock client could not be traced: ${String(error)}`);
  }
}
