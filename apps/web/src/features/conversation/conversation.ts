import type { JsonValue } from '../../lib/json-value.ts';

/** What the page shows of a call, whatever API or model family it was made in. */
export interface Conversation {
  messages: Message[];
}

export interface Message {
  /** As the body spelled it, such as system, user, assistant, tool. */
  role: string;
  /** Whether the call sent the message or the model answered it. */
  origin: 'input' | 'output';
  parts: MessagePart[];
}

export interface Citation {
  title?: string;
  source?: string;
  quote?: string;
}

export interface TextPart {
  kind: 'text';
  text: string;
  citations?: Citation[];
}

export interface ReasoningPart {
  kind: 'reasoning';
  text: string;
  isRedacted: boolean;
}

export interface ToolCallPart {
  kind: 'tool-call';
  id: string | undefined;
  name: string;
  input: JsonValue;
  /** The result that a later message brought; taken out of that message. */
  result?: ToolResultPart;
}

export interface ToolResultPart {
  kind: 'tool-result';
  id: string | undefined;
  isError: boolean;
  parts: MessagePart[];
}

export interface AttachmentPart {
  kind: 'attachment';
  media: 'image' | 'document' | 'video' | 'audio' | 'file';
  name?: string;
  contentType?: string;
  byteLength?: number;
  /** The server may have the bytes under it. */
  sha256?: string;
  /** Shown as text, never fetched: it comes from the trace. */
  address?: string;
  /** Why the bytes are not kept. */
  note?: string;
}

export interface CacheBreakpointPart {
  kind: 'cache-breakpoint';
  lifetime?: string;
}

export interface GuardedPart {
  kind: 'guarded';
  text: string;
  qualifiers: string[];
}

/** What no format knows: shown as JSON under its own name. */
export interface UnknownPart {
  kind: 'unknown';
  label: string;
  value: JsonValue;
}

export type MessagePart =
  | TextPart
  | ReasoningPart
  | ToolCallPart
  | ToolResultPart
  | AttachmentPart
  | CacheBreakpointPart
  | GuardedPart
  | UnknownPart;

/** One way to write a conversation down; one file under `formats/`. Nothing in it throws on a malformed value. */
export interface ConversationFormat {
  name: string;
  matchesInput(input: JsonValue): boolean;
  matchesOutput(output: JsonValue): boolean;
  readInput(input: JsonValue): Message[];
  readOutput(output: JsonValue): Message[];
}
