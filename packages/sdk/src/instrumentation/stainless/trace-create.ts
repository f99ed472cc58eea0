import type { ModelApi } from '@outcrop/bedrock';
import { isWithoutContent } from '../../redaction/without-content.ts';
import { findCurrentLogger, type Logger } from '../../tracer/logger.ts';
import type { ApiClient, ApiResource } from './api-client.ts';
import { ModelCall } from './model-call.ts';
import { observeApiPromise } from './observe-api-promise.ts';
import { observeRetries } from './observe-retries.ts';

type Create = (this: ApiResource, ...args: unknown[]) => unknown;

export interface CreateTracing {
  api: ModelApi;
  /** Default: the logger that is current when the call is made. */
  logger?: Logger;
  /** Which clients are traced; default all. */
  isTraced?: (client: ApiClient) => boolean;
}

const traced = Symbol.for('outcrop.traced');

/**
 * Makes every `create` of a resource, or of all resources with this prototype, a span; once, however often it is called.
 * The other methods of these clients that ask a model (`stream`, `parse`, tool runners) all go through `create`.
 */
export function traceCreate(resource: object, tracing: CreateTracing): void {
  const { create } = resource as { create?: Create & { [traced]?: true } };
  if (typeof create !== 'function' || create[traced]) return;
  const tracedCreate: Create & { [traced]?: true } = function tracedCreate(this: ApiResource, ...args) {
    const call = startCall(this, args[0], tracing);
    return call
      ? observeCreate(call, this._client ?? {}, () => create.apply(this, args))
      : create.apply(this, args);
  };
  tracedCreate[traced] = true;
  Object.defineProperty(resource, 'create', { configurable: true, writable: true, value: tracedCreate });
}

function startCall(resource: ApiResource, params: unknown, tracing: CreateTracing): ModelCall | undefined {
  try {
    const client = resource._client ?? {};
    if (tracing.isTraced && !tracing.isTraced(client)) return undefined;
    const span = (tracing.logger ?? findCurrentLogger())?.startCallSpan(tracing.api.spanName);
    if (!span) return undefined;
    if (isWithoutContent(params)) span.dropContent();
    return new ModelCall(tracing.api, span, { client, params });
  } catch {
    return undefined;
  }
}

function observeCreate(call: ModelCall, client: ApiClient, create: () => unknown): unknown {
  let promise: unknown;
  try {
    promise = observeRetries(client, call, create);
  } catch (error) {
    call.fail(error);
    throw error;
  }
  if (!observeApiPromise(promise, call)) call.leave();
  return promise;
}
