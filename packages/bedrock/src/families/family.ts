import type { SpanMetrics } from '@outcrop/protocol';
import type { Usage } from '../usage.ts';

/** What a family's request body asks for, in Converse's words. Only what the body says is present. */
export interface FamilyRequest {
  parameters: {
    maxTokens?: number;
    temperature?: number;
    topP?: number;
    topK?: number;
    stopSequences?: string[];
  };
  tools?: unknown;
  toolChoice?: unknown;
}

export interface FamilyResponse {
  /** As the family spells it. */
  stopReason?: string;
  usage?: Usage;
  /** Numbers beside usage, such as how often tools of Bedrock's own were used. */
  metrics?: SpanMetrics;
}

/** What a stream amounted to. `output` is the body the non-streamed call would have given. */
export interface StreamResult extends FamilyResponse {
  output: unknown;
}

/**
 * Rebuilds an answer from its stream in one pass. Never throws: what it does not know it skips.
 */
export interface StreamReader<Event = unknown> {
  /** Returns whether the event carried generated content (text, reasoning, tool call, media), for time to first token. */
  read(event: Event): boolean;
  /** What has arrived so far; complete only when the stream is. */
  result(): StreamResult;
}

/** How a family streams. */
export interface FamilyStream {
  /** Whether this is the first chunk of such a stream. */
  matchesChunk(chunk: Record<string, unknown>): boolean;
  /** The reader may keep the chunks it is given. They come without Bedrock's own `amazon-bedrock-` fields. */
  createReader(): StreamReader<Record<string, unknown>>;
}

/** One folder a family under `families/`; found by the shape of the body because an ARN does not say the model. */
export interface BedrockFamily {
  name: string;
  /** Answers vectors. */
  isEmbedding?: true;
  matchesRequest(body: Record<string, unknown>): boolean;
  matchesResponse(body: Record<string, unknown>): boolean;
  readRequest(body: Record<string, unknown>): FamilyRequest;
  readResponse(body: Record<string, unknown>): FamilyResponse;
  /** Absent when the family does not stream. */
  stream?: FamilyStream;
}
