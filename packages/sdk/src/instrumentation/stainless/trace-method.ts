import type { ModelApi } from '@outcrop/bedrock';
import { isWithoutContent } from '../../redaction/without-content.ts';
import { findCurrentLogger, type Logger } from '../../tracer/logger.ts';
import { runtime } from '../../tracer/runtime.ts';
import type { ApiClient, ApiResource } from './api-client.ts';
import { ApiCall } from './api-call.ts';
import { observeApiPromise } from './observe-api-promise.ts';
import { observeRetries } from './observe-retries.ts';
import { shareOwnSpan, shareStartedSpan } from './share-own-span.ts';

type Method = (this: ApiResource, ...args: unknown[]) => unknown;

export interface MethodTracing {
  api: ModelApi;
  /** Default: the logger that is current when the call is made. */
  logger?: Logger;
  /** Which clients are traced; default all. */
  isTraced?: (client: ApiClient) => boolean;
}

const traced = Symbol.for('outcrop.traced');

/**
 * Makes every call of a method of this resource, or of all resources with this prototype, a span; once, however often
 * both are done. What else asks a model in these clients (`stream`, `parse`, tool runners) goes through `create`.
 */
export function traceMethod(resource: object, name: 'create' | 'countTokens', tracing: MethodTracing): void {
  const method = (resource as Record<string, unknown>)[name] as (Method & { [traced]?: true }) | undefined;
  if (typeof method !== 'function') return;
  if (!Object.hasOwn(resource, 'constructor')) runtime.wrappedResources.set(resource, tracing.logger);
  if (method[traced]) return;
  const tracedMethod: Method & { [traced]?: true } = function tracedMethod(this: ApiResource, ...args) {
    const call = startCall(this, args[0], tracing);
    if (!call) return method.apply(this, args);
    shareStartedSpan(args[1], call.span);
    return observeCall(call, this._client ?? {}, () => method.apply(this, args));
  };
  tracedMethod[traced] = true;
  Object.defineProperty(resource, name, { configurable: true, writable: true, value: tracedMethod });
}

/** What a resource was wrapped with goes before what its whole class was hooked with. */
function startCall(
  resource: ApiResource,
  params: unknown,
  { api, logger, isTraced }: MethodTracing,
): ApiCall | undefined {
  try {
    const client = resource._client ?? {};
    const isWrapped = runtime.wrappedResources.has(resource);
    if (!isWrapped && isTraced?.(client) === false) return undefined;
    const ownLogger = runtime.wrappedResources.get(resource);
    const span = (ownLogger ?? logger ?? findCurrentLogger())?.startCallSpan(api.spanName, api.spanType);
    if (!span) return undefined;
    if (isWithoutContent(params)) span.dropContent();
    return new ApiCall(api, span, { client, params });
  } catch {
    return undefined;
  }
}

function observeCall(call: ApiCall, client: ApiClient, send: () => unknown): unknown {
  let promise: unknown;
  try {
    promise = observeRetries(client, call, () => shareOwnSpan(client, call.span, send));
  } catch (error) {
    call.fail(error);
    throw error;
  }
  if (!observeApiPromise(promise, call)) call.leave();
  return promise;
}
