import { AnthropicMessageReader } from '../families/anthropic-messages/anthropic-message-reader.ts';
import { anthropicMessages } from '../families/anthropic-messages/anthropic-messages.ts';
import { copyRecord } from '../copy-value.ts';
import { readEnvelope, readLatencyHeader } from '../operations/invoke-model-envelope.ts';
import type { OperationStreamReader, ResponseHeaders, ResponseReading } from '../operations/operation.ts';
import { isRecord, keepPresent, readNumber, readRecord, readString } from '../read-value.ts';
import { mergeUsage, readHeaderUsage, readInvocationMetricsUsage } from '../usage.ts';
import type { ModelApi } from './model-api.ts';
import { readRequestMetadata } from './read-request-metadata.ts';

const metricsField = 'amazon-bedrock-invocationMetrics';
const content = new Set(['model', 'messages', 'system']);

/**
 * Anthropic's Messages API: https://docs.claude.com/en/api/messages. Bedrock's own fields, which come with it where it
 * goes over InvokeModel, are read as well.
 */
export const messagesApi: ModelApi = {
  spanName: 'anthropic.messages.create',
  operation: 'messages.create',
  provider: 'anthropic',
  readRequest: (body) => ({
    model: readString(body.model),
    input: keepPresent({ messages: body.messages, system: body.system }),
    metadata: { ...readRequestMetadata(body, content), ...anthropicMessages.readRequest(body).parameters },
  }),
  readResponse: (body, headers) => readMessage(body, headers),
  createStreamReader: () => new MessagesStreamReader(),
};

function readMessage(
  message: Record<string, unknown>,
  headers: ResponseHeaders,
  metrics: Record<string, unknown> = {},
): ResponseReading {
  const { stopReason, usage } = anthropicMessages.readResponse(message);
  return {
    output: message,
    metadata: keepPresent({
      stop_reason: stopReason,
      stop_sequence: message.stop_sequence,
      service_tier: readRecord(message.usage).service_tier,
      ...readEnvelope({}, message),
    }),
    usage: mergeUsage(mergeUsage(readInvocationMetricsUsage(metrics), readHeaderUsage(headers)), usage),
    latencyMs: readNumber(metrics.invocationLatency) ?? readLatencyHeader(headers),
  };
}

/** Deltas that are copied by being joined; other events hold objects that their owner may change. */
const joinedDeltas: ReadonlySet<unknown> = new Set([
  'text_delta',
  'thinking_delta',
  'signature_delta',
  'input_json_delta',
]);

class MessagesStreamReader implements OperationStreamReader {
  private readonly message = new AnthropicMessageReader();
  private metrics: Record<string, unknown> = {};
  private additions: Record<string, unknown> = {};

  read(event: unknown): boolean {
    if (!isRecord(event)) return false;
    const isJoined = isRecord(event.delta) && joinedDeltas.has(event.delta.type);
    const copy = isJoined ? event : copyRecord(event);
    if (event.type === 'message_stop') this.readEnd(copy);
    return this.message.read(copy);
  }

  result(headers: ResponseHeaders): ResponseReading {
    const { output } = this.message.result();
    if (!isRecord(output)) return { output: undefined, metadata: {} };
    return readMessage({ ...output, ...this.additions }, headers, this.metrics);
  }

  private readEnd(event: Record<string, unknown>): void {
    this.metrics = readRecord(event[metricsField]);
    this.additions = Object.fromEntries(
      Object.entries(event).filter(([name]) => name.startsWith('amazon-bedrock-') && name !== metricsField),
    );
  }
}
