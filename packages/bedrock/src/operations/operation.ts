import type { SpanError, SpanMetrics, SpanType } from '@outcrop/protocol';
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
  /** Where the input is a stream, what was sent: known only once it ended. */
  input?: unknown;
  /** Whether a streamed answer came to its end. Where absent, a stop reason or a usage tells. */
  isWhole?: boolean;
  /** What the answer tells of the work behind it, such as an agent's model calls. */
  steps?: StepReading[];
}

/** A piece of work inside a call, of which only the answer tells. Times are microseconds since the Unix epoch. */
export interface StepReading {
  name: string;
  type: SpanType;
  /** By Bedrock's clock where it says one, else when the news arrived. */
  startTime: number;
  /** Absent while it had not ended when the answer did. */
  endTime?: number;
  input?: unknown;
  output?: unknown;
  metadata: Record<string, unknown>;
  usage?: Usage;
  latencyMs?: number;
  error?: SpanError;
  steps: StepReading[];
}

/** Lower-case header names. */
export type ResponseHeaders = Readonly<Record<string, string>>;

/** Rebuilds a streamed answer in one pass. Keeps no reference to what it reads, so a caller may change the events. */
export interface OperationStreamReader {
  /** Returns whether the event carried generated content, for time to first token. */
  read(event: unknown): boolean;
  /** Reads an event that the caller sends, where the input is a stream too. */
  readInput?(event: unknown): void;
  /** What has arrived so far. */
  result(headers: ResponseHeaders): ResponseReading;
}

/**
 * One operation of the Bedrock runtime or agent runtime: one file under `operations/` or `agent-operations/`. No reader
 * throws on a malformed value.
 */
export interface BedrockOperation {
  /** The AWS SDK's command class, such as `ConverseCommand`. */
  command: string;
  /** Such as `converse`. */
  operation: string;
  /** Such as `bedrock.converse`. */
  spanName: string;
  /** The output's property that holds the event stream; absent when the operation does not stream. */
  streamProperty?: 'stream' | 'body' | 'completion' | 'responseStream' | 'optimizedPrompt';
  /** The input's property that holds a stream of events; absent when the input is whole. */
  inputStreamProperty?: 'body';
  /** Default `llm`. An operation that does not say its tokens is no `llm`, so that the totals of a trace stay true. */
  spanType?: SpanType;
  readRequest(input: Record<string, unknown>): RequestReading;
  readResponse(output: Record<string, unknown>, headers: ResponseHeaders): ResponseReading;
  createStreamReader?(request: RequestReading): OperationStreamReader;
}
