import { keepPresent, readNumber, readRecord } from '../read-value.ts';
import { readConverseUsage } from '../usage.ts';
import type { ResponseReading } from './operation.ts';

/** Reads an answer of Converse, whole or put together from its stream. */
export function readConverseResponse(output: Record<string, unknown>): ResponseReading {
  return {
    output: readRecord(output.output).message,
    metadata: keepPresent({
      stop_reason: output.stopReason,
      additional_model_response_fields: output.additionalModelResponseFields,
      trace: output.trace,
      invoked_model: readRecord(readRecord(output.trace).promptRouter).invokedModelId,
      performance_config: output.performanceConfig,
      service_tier: output.serviceTier,
    }),
    usage: readConverseUsage(output.usage),
    latencyMs: readNumber(readRecord(output.metrics).latencyMs),
  };
}
