import type { JsonValue } from '@outcrop/protocol';

export interface ConverseResponseBlock {
  text?: string;
  toolUse?: { toolUseId: string; name: string; input?: JsonValue };
  reasoningContent?: { reasoningText?: { text: string; signature?: string }; redactedContent?: string };
  citationsContent?: { content?: { text?: string }[]; citations?: ConverseCitation[] };
}

export interface ConverseCitation {
  title?: string;
  source?: string;
  sourceContent?: { text?: string }[];
  location?: {
    documentChar?: ConverseSpan;
    documentPage?: ConverseSpan;
    documentChunk?: ConverseSpan;
    searchResultLocation?: ConverseSearchSpan;
    web?: { url?: string };
  };
}

export interface ConverseSpan {
  documentIndex?: number;
  start?: number;
  end?: number;
}

export interface ConverseSearchSpan {
  searchResultIndex?: number;
  start?: number;
  end?: number;
}

export interface ConverseMetadata {
  usage?: unknown;
  trace?: JsonValue;
  serviceTier?: { type?: string };
}

/**
 * The JSON answer of Converse. All of it is optional here: it is another program's.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 */
export interface ConverseResponse extends ConverseMetadata {
  output?: { message?: { content?: ConverseResponseBlock[] } };
  stopReason?: string;
  additionalModelResponseFields?: JsonValue;
}

/** The payload of a ConverseStream event, by the event's name. */
export interface ConverseStreamEvents {
  messageStart: { role?: string };
  contentBlockStart: {
    contentBlockIndex?: number;
    start?: { toolUse?: { toolUseId: string; name: string } };
  };
  contentBlockDelta: { contentBlockIndex?: number; delta?: ConverseDelta };
  contentBlockStop: { contentBlockIndex?: number };
  messageStop: { stopReason?: string; additionalModelResponseFields?: JsonValue };
  metadata: ConverseMetadata;
}

export interface ConverseDelta {
  text?: string;
  toolUse?: { input?: string };
  reasoningContent?: { text?: string; signature?: string; redactedContent?: string };
  citation?: ConverseCitation;
}
