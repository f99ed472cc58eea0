import type { ModelApi } from '@outcrop/bedrock';
import { isWithoutContent } from '../../redaction/without-content.ts';
import { findCurrentLogger } from '../../tracer/logger.ts';
import { runtime } from '../../tracer/runtime.ts';
import type { TraceSpan } from '../../tracer/trace-span.ts';
import { isBedrockClient, type ApiResource } from './api-client.ts';

export interface RunOfTools {
  resource: ApiResource;
  params: unknown;
  /** The API that the model is asked through. */
  api: ModelApi;
  name: string;
}

/** The span of a helper that asks a model and runs its tools until there is an answer. Never throws. */
export function startRunSpan({ resource, params, api, name }: RunOfTools): TraceSpan | undefined {
  try {
    const logger = runtime.wrappedResources.get(resource);
    const span = (logger ?? findCurrentLogger())?.startCallSpan(name, 'task');
    if (!span) return undefined;
    if (isWithoutContent(params)) span.dropContent();
    const { model, input, metadata } = api.readRequest((params ?? {}) as Record<string, unknown>);
    const service = isBedrockClient(resource._client ?? {}) ? 'aws-bedrock' : undefined;
    span.log({ input, metadata: { provider: api.provider, service, model, ...metadata } });
    return span;
  } catch {
    return undefined;
  }
}
