import { computeCostUsd } from '@outcrop/bedrock';
import type { JsonObject, JsonValue, SpanMetrics } from '@outcrop/protocol';

export interface PricedCall {
  metadata: JsonObject;
  /** Microseconds since the Unix epoch: prices change. */
  startTime: number;
}

/** Fills `cost_usd` from the catalog, where the sender did not and the model has a known price. */
export function addCost(metrics: SpanMetrics, { metadata, startTime }: PricedCall): SpanMetrics {
  const model = textOf(metadata['invoked_model']) ?? textOf(metadata['model']);
  if (metrics.cost_usd !== undefined || model === undefined) return metrics;
  const costUsd = computeCostUsd({
    model,
    metrics,
    serviceTier: metadata['service_tier'],
    region: textOf(metadata['region']),
    at: new Date(startTime / 1000),
  });
  return costUsd === undefined ? metrics : { ...metrics, cost_usd: costUsd };
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
