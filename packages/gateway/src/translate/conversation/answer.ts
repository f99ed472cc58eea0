import type { JsonValue } from '@outcrop/protocol';
import type { Usage } from '@outcrop/bedrock';
import type { RedactedThinkingPart, TextPart, ThinkingPart, ToolCallPart } from './part.ts';

export type AnswerPart = TextPart | ThinkingPart | RedactedThinkingPart | ToolCallPart;

/** Why the model stopped. `malformed` covers output or tool calls that Bedrock could not read. */
export type StopReason =
  | 'end-turn'
  | 'stop-sequence'
  | 'max-tokens'
  | 'context-window'
  | 'tool-call'
  | 'pause'
  | 'refusal'
  | 'guardrail'
  | 'content-filter'
  | 'malformed';

/** How an answer ended. */
export interface Finish {
  stopReason: StopReason;
  /** As the model or Bedrock said it. */
  rawStopReason: string;
  stopSequence?: string;
}

/** What Bedrock adds to an answer besides content. */
export interface AnswerDetails {
  usage?: Usage;
  serviceTier?: string;
  /** The guardrail's and the prompt router's account. */
  trace?: JsonValue;
  modelFields?: JsonValue;
}

/** A whole answer, whichever API of Bedrock gave it. */
export interface Answer extends Finish, AnswerDetails {
  parts: AnswerPart[];
}
