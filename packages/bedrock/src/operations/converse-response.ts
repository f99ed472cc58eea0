import { joinMetrics } from '../join-metrics.ts';
import { keepPresent, readNumber, readRecord } from '../read-value.ts';
import { readConverseUsage, readServerToolUse } from '../usage.ts';
import { readGuardrailTrace } from './guardrail-outcome.ts';
import type { ResponseReading } from './operation.ts';

/** Reads an answer of Converse, whole or put together from its stream. */
export function readConverseResponse(output: Record<string, unknown>): ResponseReading {
  const guardrail = readGuardrailTrace(
    output.trace,
    output.stopReason === 'guardrail_intervened' ? 'INTERVENED' : undefined,
  );
  return {
    output: readRecord(output.output).message,
    metadata: keepPresent({
      ...guardrail.metadata,
      stop_reason: output.stopReason,
      additional_model_response_fields: output.additionalModelResponseFields,
      trace: output.trace,
      invoked_model: readRecord(readRecord(output.trace).promptRouter).invokedModelId,
      performance_config: output.performanceConfig,
      service_tier: output.serviceTier,
    }),
    metrics: joinMetrics(guardrail.metrics, readServerToolUse(readRecord(output.usage).serverToolUsage)),
    usage: readConverseUsage(output.usage),
    latencyMs: readNumber(readRecord(output.metrics).latencyMs),
  };
}
