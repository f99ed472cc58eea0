import type { JsonObject, SpanEvent } from '@outcrop/protocol';
import type { AttemptRecord, CallRecord } from './call-record.ts';
import { describeGatewayError } from './describe-gateway-error.ts';

/** An event for every attempt that another one followed, as the SDK records its retries, and where it was made. */
export function mapAttempts({ attempts }: Pick<CallRecord, 'attempts'>): SpanEvent[] {
  return attempts.slice(0, -1).map((attempt, index) => ({
    name: 'retry',
    time: Math.round(findEnd(attempt, attempts[index + 1]) * 1000),
    attributes: { attempt: index + 1, ...describe(attempt) },
  }));
}

function findEnd({ answeredAt, startedAt, delayMs = 0 }: AttemptRecord, next?: AttemptRecord): number {
  return answeredAt ?? (next ? Math.max(startedAt, next.startedAt - delayMs) : startedAt);
}

function describe({ target, status, error, delayMs = 0 }: AttemptRecord): JsonObject {
  const said = error && describeGatewayError(error);
  return {
    error_type: said?.type ?? `HTTP ${status ?? 'without an answer'}`,
    ...(said && { error_message: said.message }),
    ...((status ?? said?.status) !== undefined && { status: status ?? said?.status ?? 0 }),
    delay_ms: Math.round(delayMs * 10) / 10,
    model: target.modelId,
    provider_name: target.provider.name,
    region: target.provider.endpoint.region,
  };
}
