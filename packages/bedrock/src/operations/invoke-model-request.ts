import { dropCredentials } from '../drop-credentials.ts';
import { findRequestFamily } from '../families/registry.ts';
import { isRecord, keepPresent, readString } from '../read-value.ts';
import { readBody } from './invoke-model-body.ts';
import type { RequestReading } from './operation.ts';

/** Reads what InvokeModel and InvokeModelWithResponseStream were asked. */
export function readInvokeModelRequest(input: Record<string, unknown>): RequestReading {
  const content = readBody(input.body, input.contentType);
  const body = isRecord(content) ? dropCredentials(content) : content;
  const family = isRecord(body) ? findRequestFamily(body)?.readRequest(body) : undefined;
  const guardrail = keepPresent({
    guardrailIdentifier: input.guardrailIdentifier,
    guardrailVersion: input.guardrailVersion,
    trace: input.trace,
  });
  return {
    model: readString(input.modelId),
    input: body,
    metadata: keepPresent({
      ...family?.parameters,
      tools: family?.tools,
      tool_choice: family?.toolChoice,
      content_type: input.contentType,
      accept: input.accept,
      guardrail: Object.keys(guardrail).length > 0 ? guardrail : undefined,
      performance_config: mapLatency(input.performanceConfigLatency),
      requested_performance_config: mapLatency(input.performanceConfigLatency),
      service_tier: input.serviceTier,
      requested_service_tier: input.serviceTier,
      request_metadata: input.requestMetadata,
    }),
  };
}

/** As Converse says it, so that both operations' spans read alike. */
export function mapLatency(latency: unknown): { latency: unknown } | undefined {
  return latency === undefined ? undefined : { latency };
}
