import type { JsonObject, SpanEvent } from '@outcrop/protocol';
import type { AttemptRecord, CallRecord } from './call-record.ts';
import { describeGatewayError } from './describe-gateway-error.ts';

/** An event for every failed attempt that another one followed, as the SDK records its retries, and where it was made. */
export function mapAttempts({ attempts }: Pick<CallRecord, 'attempts'>): SpanEvent[] {
  return attempts.slice(0, -1).flatMap((attempt, index) => {
    // One of several requests that make one answer.
    if (!attempt.error) return [];
    const time = Math.round(findEnd(attempt, attempts[index + 1]) * 1000);
    return [{ name: 'retry', time, attributes: { attempt: index + 1, ...describe(attempt) } }];
  });
}

function findEnd({ answeredAt, startedAt, delayMs = 0 }: AttemptRecord, next?: AttemptRecord): number {
  return answeredAt ?? (next ? Math.max(startedAt, next.startedAt - delayMs) : startedAt);
}

function describe(attempt: AttemptRecord): JsonObject {
  const { provider, modelId } = attempt.target;
  return {
    ...describeFailure(attempt),
    delay_ms: Math.round((attempt.delayMs ?? 0) * 10) / 10,
    model: modelId,
    provider_name: provider.name,
    region: provider.endpoint.region,
  };
}

function describeFailure({ status, error }: AttemptRecord): JsonObject {
  if (!error) return {};
  const { type, message, status: saidStatus } = describeGatewayError(error);
  // An exception in a stream comes after a status of 200.
  const failedStatus = status !== undefined && status >= 400 ? status : saidStatus;
  return { error_type: type, error_message: message, ...(failedStatus && { status: failedStatus }) };
}
