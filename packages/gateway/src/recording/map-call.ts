import { mapUsageToMetrics, takeAttachments, type PendingAttachment, type Usage } from '@outcrop/bedrock';
import type { JsonObject, JsonValue, Span, SpanError, SpanMetrics } from '@outcrop/protocol';
import { describeGatewayError } from './describe-gateway-error.ts';
import { readUpstreamError } from '../translate/errors/read-upstream-error.ts';
import type { CallAnswer } from './call-answer.ts';
import { noAnswer } from './call-answer.ts';
import type { CallReading } from './call-reading.ts';
import type { CallRecord } from './call-record.ts';
import { estimateUsage } from './estimate-usage.ts';
import { mapAttempts } from './map-attempts.ts';
import { mapCallMetadata } from './map-call-metadata.ts';
import { joinBytes } from './read-json.ts';
import { readClientCall } from './read-client-call.ts';
import { readNativeCall } from './read-native-call.ts';
import { readOtherCall } from './read-other-call.ts';

export interface RecordedCall {
  span: Span;
  /** Their references stand in the span; each needs its hash. */
  attachments: PendingAttachment[];
}

/** Turns what a call left behind into its span, in the words of the SDK's span of the same call. Never throws. */
export function mapCall(call: CallRecord): RecordedCall {
  const reading = readCall(call);
  const answer = readAnswer(reading, call);
  const content = {
    input: answer.reading.input ?? reading.request.input,
    output: answer.reading.summary ?? answer.reading.output,
    metadata: mapCallMetadata(call, { reading, answer }),
  };
  const attachments = takeAttachments(content);
  const estimated = estimateUsage(call, { reading, answer, attachments });
  if (estimated) content.metadata['usage_estimated'] = true;
  return {
    span: {
      trace_id: call.traceId,
      span_id: call.spanId,
      parent_span_id: call.parentSpanId,
      project: call.caller.project,
      name: reading.spanName,
      type: reading.spanType,
      start_time: Math.round(call.startedAt * 1000),
      end_time: Math.round(Math.max(call.startedAt, call.endedAt) * 1000),
      ...(content.input !== undefined && { input: content.input as JsonValue }),
      ...(content.output !== undefined && { output: content.output as JsonValue }),
      metadata: content.metadata as JsonObject,
      metrics: mapMetrics(answer, call, estimated),
      error: findError(answer, call),
      events: mapAttempts(call),
      tags: [],
      service: null,
      sdk: 'outcrop-gateway',
      revision: 1,
    },
    attachments,
  };
}

/** Readers throw on no malformed value; should one all the same, the call is still worth its span. */
function readCall(call: CallRecord): CallReading {
  try {
    const reading = readByKind(call);
    if (reading) return reading;
  } catch {
    // Described below.
  }
  return {
    spanName: 'bedrock.unknown',
    spanType: 'llm',
    identity: { provider: 'aws-bedrock', instrumentation_error: 'the request could not be read' },
    request: { input: undefined, metadata: {} },
    readAnswer: () => noAnswer,
  };
}

function readByKind(call: CallRecord): CallReading | undefined {
  const { api } = call;
  switch (api.kind) {
    case 'native':
      return readNativeCall(api.command, call);
    case 'client':
      return readClientCall(api.api, call);
    case 'other':
      return readOtherCall(api.api, call);
    default:
      return api satisfies never;
  }
}

function readAnswer(reading: CallReading, call: CallRecord): CallAnswer {
  // A client that left got no answer, but Bedrock's was on its way.
  if ((call.upstreamStatus ?? call.attempts.at(-1)?.status ?? call.status) >= 400) return noAnswer;
  try {
    return reading.readAnswer();
  } catch {
    return {
      reading: {
        output: undefined,
        metadata: { instrumentation_error: 'the answer could not be read' },
      },
    };
  }
}

/** An answer from the cache has the tokens of the call that it came from, and costs nothing. */
function mapMetrics(
  { reading, firstContentMs }: CallAnswer,
  call: CallRecord,
  estimated: Usage | undefined,
): SpanMetrics {
  const isCached = call.cache === 'hit';
  const metrics = mapUsageToMetrics(estimated ?? reading.usage);
  if (isCached) metrics.cost_usd = 0;
  if (reading.metrics) Object.assign(metrics, reading.metrics);
  if (!isCached && reading.latencyMs !== undefined) metrics.latency_ms = reading.latencyMs;
  const firstMs = firstContentMs ?? (call.isStream ? call.timings.firstByteMs : undefined);
  if (firstMs !== undefined) metrics.time_to_first_token = Math.round(firstMs * 1000) / 1_000_000;
  const { parseMs, translateMs, queueMs, signMs, upstreamWaitMs, firstByteMs } = call.timings;
  const timings = {
    gateway_parse_ms: parseMs,
    gateway_translate_ms: translateMs,
    gateway_queue_ms: queueMs,
    gateway_sign_ms: signMs,
    upstream_wait_ms: upstreamWaitMs,
    first_byte_ms: firstByteMs,
  };
  for (const [name, value] of Object.entries(timings))
    if (value !== undefined) metrics[name] = Math.round(value * 1000) / 1000;
  return metrics;
}

function findError({ exception }: CallAnswer, call: CallRecord): SpanError | null {
  const error = call.error ?? exception ?? (call.status >= 400 ? readRefusal(call) : undefined);
  return error ? describeGatewayError(error) : null;
}

function readRefusal({ status, responseHeaders: headers, responseChunks }: CallRecord) {
  return readUpstreamError({ status, headers, body: Buffer.from(joinBytes(responseChunks)).toString() });
}
