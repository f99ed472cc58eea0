import type { JsonObject, JsonValue } from '@outcrop/protocol';

export type ConverseSource =
  { bytes: string } | { s3Location: { uri: string; bucketOwner?: string } } | { text: string };

export interface ConverseMedia {
  format: string;
  source: ConverseSource;
}

export interface ConverseDocument extends ConverseMedia {
  name: string;
  context?: string;
  citations?: { enabled: boolean };
}

export interface ConverseCachePoint {
  type: 'default';
  ttl?: string;
}

export interface ConverseSearchResult {
  source: string;
  title: string;
  content: { text: string }[];
  citations?: { enabled: boolean };
}

export type ConverseBlock =
  | { text: string }
  | { guardContent: { text: { text: string } } }
  | { image: ConverseMedia }
  | { audio: ConverseMedia }
  | { video: ConverseMedia }
  | { document: ConverseDocument }
  | { searchResult: ConverseSearchResult }
  | { toolUse: { toolUseId: string; name: string; input: JsonObject } }
  | { toolResult: { toolUseId: string; content: ConverseBlock[]; status?: 'error' } }
  | { reasoningContent: { reasoningText: { text: string; signature: string } } | { redactedContent: string } }
  | { citationsContent: { content: { text: string }[]; citations: JsonObject[] } }
  | { cachePoint: ConverseCachePoint };

export interface ConverseMessage {
  role: 'user' | 'assistant';
  content: ConverseBlock[];
}

export type ConverseTool =
  | {
      toolSpec: {
        name: string;
        description?: string;
        inputSchema: { json: JsonObject };
        strict?: boolean;
      };
    }
  | { cachePoint: ConverseCachePoint };

export type ConverseToolChoice = { auto: object } | { any: object } | { tool: { name: string } };

/**
 * The JSON body of Converse and ConverseStream; bytes are base64.
 * https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 */
export interface ConverseRequest {
  messages: ConverseMessage[];
  system?: ConverseBlock[];
  inferenceConfig?: { maxTokens?: number; temperature?: number; topP?: number; stopSequences?: string[] };
  toolConfig?: { tools: ConverseTool[]; toolChoice?: ConverseToolChoice };
  guardrailConfig?: JsonObject;
  additionalModelRequestFields?: Record<string, JsonValue>;
  additionalModelResponseFieldPaths?: string[];
  promptVariables?: JsonObject;
  requestMetadata?: Record<string, string>;
  performanceConfig?: { latency: string };
  serviceTier?: { type: string };
  outputConfig?: { textFormat?: JsonObject; effort?: string };
}
