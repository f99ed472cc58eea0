import { keepPresent, readNumber } from '../read-value.ts';
import { mapLatency } from './invoke-model-request.ts';
import type { ResponseHeaders } from './operation.ts';

/** Span metadata that comes with an InvokeModel answer of any family. */
export function readEnvelope(
  output: Record<string, unknown>,
  body: Record<string, unknown>,
): Record<string, unknown> {
  return keepPresent({
    performance_config: mapLatency(output.performanceConfigLatency),
    service_tier: output.serviceTier,
    guardrail_action: body['amazon-bedrock-guardrailAction'],
    trace: body['amazon-bedrock-trace'],
  });
}

/** Bedrock's own measure of the model's time. */
export function readLatencyHeader(headers: ResponseHeaders): number | undefined {
  const latency = headers['x-amzn-bedrock-invocation-latency'];
  return latency ? readNumber(Number(latency)) : undefined;
}
