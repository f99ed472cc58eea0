import type { StreamReader, StreamResult } from '../families/family.ts';
import { findStreamFamily } from '../families/registry.ts';
import { joinMetrics } from '../join-metrics.ts';
import { isRecord, keepPresent, readNumber, readRecord } from '../read-value.ts';
import { mergeUsage, readHeaderUsage, readInvocationMetricsUsage, type Usage } from '../usage.ts';
import { readEnvelope, readLatencyHeader } from './invoke-model-envelope.ts';
import { readInvokeModelRequest } from './invoke-model-request.ts';
import type {
  BedrockOperation,
  OperationStreamReader,
  ResponseHeaders,
  ResponseReading,
} from './operation.ts';
import { RawChunkReader } from './raw-chunk-reader.ts';

const metricsField = 'amazon-bedrock-invocationMetrics';

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModelWithResponseStream.html */
export const invokeModelWithResponseStream: BedrockOperation = {
  command: 'InvokeModelWithResponseStreamCommand',
  operation: 'invokeModelWithResponseStream',
  spanName: 'bedrock.invokeModelWithResponseStream',
  streamProperty: 'body',
  readRequest: readInvokeModelRequest,
  readResponse: (output) => ({ output: undefined, metadata: readEnvelope(output, {}).metadata }),
  createStreamReader: () => new InvokeModelStreamReader(),
};

class InvokeModelStreamReader implements OperationStreamReader {
  private readonly decoder = new TextDecoder();
  private family: StreamReader<Record<string, unknown>> | undefined;
  private raw: RawChunkReader | undefined;
  private metrics: Record<string, unknown> = {};
  private hasMetrics = false;
  /** What Bedrock adds to the model's own chunks: guardrail action and trace. */
  private additions: Record<string, unknown> = {};

  read(event: unknown): boolean {
    const { bytes } = readRecord(readRecord(event).chunk);
    if (!(bytes instanceof Uint8Array)) return false;
    const text = this.decoder.decode(bytes);
    let chunk: unknown;
    try {
      chunk = JSON.parse(text);
    } catch {
      return this.readRaw(text);
    }
    return isRecord(chunk) ? this.readChunk(chunk) : this.readRaw(chunk);
  }

  result(headers: ResponseHeaders): ResponseReading {
    const family = this.family?.result();
    const raw = this.raw?.result().output;
    const envelope = readEnvelope({}, this.additions);
    const output = isRecord(family?.output) ? { ...family.output, ...this.additions } : raw;
    return {
      output,
      ...this.tellWhole(family),
      metadata: keepPresent({
        stop_reason: family?.stopReason,
        ...envelope.metadata,
        unread_chunks: family && raw,
        omitted_chunks: this.raw?.omittedChunks || undefined,
      }),
      metrics: joinMetrics(envelope.metrics, family?.metrics),
      usage: this.readUsage(headers, family),
      latencyMs: readNumber(this.metrics.invocationLatency) ?? readLatencyHeader(headers),
    };
  }

  private readUsage(headers: ResponseHeaders, family: StreamResult | undefined): Usage | undefined {
    const billed = mergeUsage(readInvocationMetricsUsage(this.metrics), readHeaderUsage(headers));
    return mergeUsage(billed, family?.usage);
  }

  /** The counts that open a message of Claude's do not tell that it ended; the metrics end every stream. */
  private tellWhole(family: StreamResult | undefined): { isWhole?: false } {
    return family?.stopReason === undefined && !this.hasMetrics ? { isWhole: false } : {};
  }

  private readChunk(chunk: Record<string, unknown>): boolean {
    const content = this.takeAdditions(chunk);
    if (!content) return false;
    if (!this.family && !this.raw) this.family = findStreamFamily(content)?.stream?.createReader();
    return this.family ? this.family.read(content) : this.readRaw(content);
  }

  private readRaw(chunk: unknown): boolean {
    return (this.raw ??= new RawChunkReader()).read(chunk);
  }

  /** Splits off Bedrock's own fields; returns undefined when the chunk holds nothing else. */
  private takeAdditions(chunk: Record<string, unknown>): Record<string, unknown> | undefined {
    let content: Record<string, unknown> | undefined;
    let hasAdditions = false;
    for (const name in chunk) if (name.startsWith('amazon-bedrock-')) hasAdditions = true;
    if (!hasAdditions) return chunk;
    for (const [name, value] of Object.entries(chunk)) {
      if (name === metricsField) {
        this.metrics = readRecord(value);
        this.hasMetrics = true;
      } else if (name.startsWith('amazon-bedrock-')) this.additions[name] = value;
      else (content ??= {})[name] = value;
    }
    return content;
  }
}
