import type { JsonObject } from '@outcrop/protocol';
import type { CacheMark, Part, TextPart } from './part.ts';

export interface Turn {
  role: 'user' | 'assistant';
  parts: Part[];
}

export interface ToolDefinition {
  name: string;
  description?: string;
  inputSchema: JsonObject;
  isStrict?: boolean;
  cache?: CacheMark;
}

export type ToolChoice = 'auto' | 'none' | 'required' | { name: string };

export type Effort = 'low' | 'medium' | 'high' | 'xhigh' | 'max';

/** Absent `budgetTokens` and `effort` leave the amount to the model, absent `isEnabled` leaves all to its default. */
export interface Reasoning {
  isEnabled?: boolean;
  budgetTokens?: number;
  effort?: Effort;
  display?: 'summarized' | 'omitted';
}

/** Absent `schema` means any JSON object. */
export interface OutputFormat {
  name: string;
  description?: string;
  schema?: JsonObject;
}

export interface Guardrail {
  identifier: string;
  version: string;
  trace?: string;
  streamProcessingMode?: string;
}

/**
 * What a client asks of a model, whichever API it speaks. A parser makes a fresh one, so that preparing it for a model may
 * change it in place.
 */
export interface Conversation {
  system: TextPart[];
  turns: Turn[];
  tools: ToolDefinition[];
  /** Tools that only Anthropic's API knows, such as its text editor, in its own words. */
  anthropicTools?: JsonObject[];
  toolChoice?: ToolChoice;
  /** Absent leaves it to the model. */
  hasParallelToolCalls?: boolean;
  /** Said in the body by formats that stream from where they answer whole. */
  isStream?: boolean;
  maxTokens?: number;
  temperature?: number;
  topP?: number;
  topK?: number;
  stopSequences?: string[];
  reasoning?: Reasoning;
  outputFormat?: OutputFormat;
  guardrail?: Guardrail;
  serviceTier?: string;
  latency?: string;
  requestMetadata?: Record<string, string>;
  promptVariables?: JsonObject;
  /** Fields that go to the model as they are. */
  modelFields?: JsonObject;
  responseFieldPaths?: string[];
}
