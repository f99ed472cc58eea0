import type { SpanMetrics } from '@outcrop/protocol';

const labels = {
  gateway_parse_ms: 'Reading the request',
  gateway_queue_ms: 'Waiting its turn',
  gateway_translate_ms: 'Translating',
  gateway_sign_ms: 'Signing',
  upstream_wait_ms: 'Waiting for Bedrock',
  first_byte_ms: 'First byte to the client',
} as const;

export const gatewayMetricNames = Object.keys(labels);

const ownNames = ['gateway_parse_ms', 'gateway_translate_ms', 'gateway_sign_ms'] as const;

export interface GatewayTime {
  name: string;
  ms: number;
}

/** What a call's time in the gateway went into, and what the gateway itself added. */
export function listGatewayTimes(metrics: SpanMetrics): GatewayTime[] {
  const times = Object.entries(labels).flatMap(([metric, name]) => {
    const ms = metrics[metric];
    return ms === undefined ? [] : [{ name, ms }];
  });
  const own = ownNames.flatMap((name) => metrics[name] ?? []);
  if (own.length === 0) return times;
  return [{ name: 'Added by the gateway', ms: own.reduce((sum, ms) => sum + ms, 0) }, ...times];
}
