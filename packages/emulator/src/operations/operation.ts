import type { AsyncInvocations } from '../async-invoke/async-invocations.ts';
import type { PromptCache } from '../answer/prompt-cache.ts';
import type { WireRequest } from '../http/wire-request.ts';
import type { JsonObject } from '../json.ts';
import type { ServerSentEvent } from '../stream/server-sent-event.ts';

/** The model, or cross-Region profile, behind an application profile or a prompt, by its ARN. */
export type ModelsBehind = Readonly<Record<string, string>>;

/** What an operation may use to answer one request. */
export interface OperationCall {
  request: WireRequest;
  /** From the path, decoded exactly once, or the body's `model`; empty where neither has one. */
  modelId: string;
  cache: PromptCache;
  invocations: AsyncInvocations;
  modelsBehind: ModelsBehind;
  /** Said in place of the emulator's own text. */
  scriptedText?: string;
  /** What the script lets the call take, milliseconds. */
  latencyMs?: number;
}

export interface StreamEvent {
  /** The `:event-type` header. */
  type: string;
  payload: JsonObject;
  /** Generated tokens it carries, for pacing. */
  tokens: number;
  /** `type` then is an exception's name, such as `dependencyFailedException`, and ends the stream. */
  isException?: true;
}

export type OperationAnswer =
  | { kind: 'whole'; status: number; headers: Record<string, string>; body: Uint8Array }
  | { kind: 'stream'; headers: Record<string, string>; events: StreamEvent[] | AsyncIterable<StreamEvent> }
  | { kind: 'server-sent-events'; events: ServerSentEvent[] };

/** One operation: one file. `answer` throws a ServiceError for what Bedrock would refuse. */
export interface EmulatedOperation {
  /** AWS's name, such as `ConverseStream`. */
  name: string;
  method: 'GET' | 'POST';
  /** Against the path as it came, still encoded; group 1 is the model id, where there is one and it has no name. */
  path: RegExp;
  /** Answered while the request is still being sent: its body is in `incoming`. */
  isDuplex?: true;
  /** Services that a request may be signed for; `bedrock` unless given. */
  services?: readonly string[];
  answer(call: OperationCall): OperationAnswer;
}

export function jsonAnswer(body: JsonObject, headers: Record<string, string> = {}): OperationAnswer {
  return {
    kind: 'whole',
    status: 200,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify(body)),
  };
}

/** The OpenAI- and Anthropic-shaped APIs are served by both of Bedrock's endpoints, each signed for its own service. */
export const bothEndpoints: readonly string[] = ['bedrock', 'bedrock-mantle'];
