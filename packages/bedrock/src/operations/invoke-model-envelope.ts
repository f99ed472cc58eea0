import { keepPresent, readNumber, readString } from '../read-value.ts';
import { mapLatency } from './invoke-model-request.ts';
import { readGuardrailTrace, type GuardrailOutcome } from './guardrail-outcome.ts';
import type { ResponseHeaders } from './operation.ts';

/** Span metadata and numbers that come with an InvokeModel answer of any family. */
export function readEnvelope(
  output: Record<string, unknown>,
  body: Record<string, unknown>,
): GuardrailOutcome {
  const trace = body['amazon-bedrock-trace'];
  const guardrail = readGuardrailTrace(trace, readString(body['amazon-bedrock-guardrailAction']));
  const metadata = keepPresent({
    ...guardrail.metadata,
    performance_config: mapLatency(output.performanceConfigLatency),
    service_tier: output.serviceTier,
    trace,
  });
  return { metadata, metrics: guardrail.metrics };
}

/** Bedrock's own measure of the model's time. */
export function readLatencyHeader(headers: ResponseHeaders): number | undefined {
  const latency = headers['x-amzn-bedrock-invocation-latency'];
  return latency ? readNumber(Number(latency)) : undefined;
}
