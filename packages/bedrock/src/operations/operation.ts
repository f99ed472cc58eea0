import type { SpanMetrics, SpanType } from '@outcrop/protocol';
import type { Usage } from '../usage.ts';

/** What a call asked. Values are the caller's own objects: copy before keeping them. */
export interface RequestReading {
  model?: string;
  /** The content in Bedrock's own shape: `{ messages, system }` for Converse, the parsed body for InvokeModel. */
  input: unknown;
  /** Everything else worth keeping, by its span metadata name: maxTokens, tools, tool_choice, guardrail, … */
  metadata: Record<string, unknown>;
}

/** What a call answered. */
export interface ResponseReading {
  output: unknown;
  /** By span metadata name: stop_reason, service_tier, trace, … */
  metadata: Record<string, unknown>;
  usage?: Usage;
  /** Bedrock's own measure of the model's time. */
  latencyMs?: number;
  /** Numbers beside usage and latency. */
  metrics?: SpanMetrics;
  /** What may stand for an output that few want to keep, such as embeddings' vectors. */
  summary?: unknown;
}

/** Lower-case header names. */
export type ResponseHeaders = Readonly<Record<string, string>>;

/** Rebuilds a streamed answer in one pass. Keeps no reference to what it reads, so a caller may change the events. */
export interface OperationStreamReader {
  /** Returns whether the event carried generated content, for time to first token. */
  read(event: unknown): boolean;
  /** What has arrived so far. */
  result(headers: ResponseHeaders): ResponseReading;
}

/** One operation of the Bedrock runtime: one file under `operations/`. No reader throws on a malformed value. */
export interface BedrockOperation {
  /** The AWS SDK's command class, such as `ConverseCommand`. */
  command: string;
  /** Such as `converse`. */
  operation: string;
  /** Such as `bedrock.converse`. */
  spanName: string;
  /** The output's property that holds the event stream; absent when the operation does not stream. */
  streamProperty?: 'stream' | 'body';
  /** Default `llm`. An operation that does not say its tokens is no `llm`, so that the totals of a trace stay true. */
  spanType?: SpanType;
  readRequest(input: Record<string, unknown>): RequestReading;
  readResponse(output: Record<string, unknown>, headers: ResponseHeaders): ResponseReading;
  createStreamReader?(request: RequestReading): OperationStreamReader;
}
