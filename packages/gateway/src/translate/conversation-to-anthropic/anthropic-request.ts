import type { JsonObject, JsonValue } from '@outcrop/protocol';

interface CacheField {
  cache_control?: { type: 'ephemeral'; ttl?: string };
}

interface AnthropicBase64 {
  type: 'base64';
  media_type: string;
  data: string;
}

export type AnthropicRequestBlock = CacheField &
  (
    | { type: 'text'; text: string; citations?: JsonObject[] }
    | { type: 'image'; source: AnthropicBase64 }
    | {
        type: 'document';
        source: AnthropicBase64 | { type: 'text'; media_type: 'text/plain'; data: string };
        title?: string;
        context?: string;
        citations?: { enabled: boolean };
      }
    | {
        type: 'search_result';
        source: string;
        title: string;
        content: { type: 'text'; text: string }[];
        citations?: { enabled: boolean };
      }
    | { type: 'thinking'; thinking: string; signature: string }
    | { type: 'redacted_thinking'; data: string }
    | { type: 'tool_use'; id: string; name: string; input: JsonValue }
    | { type: 'tool_result'; tool_use_id: string; content: AnthropicRequestBlock[]; is_error?: boolean }
  );

export interface AnthropicTool extends CacheField {
  name: string;
  description?: string;
  input_schema: JsonObject;
  strict?: boolean;
}

/**
 * The body of InvokeModel for Claude: Anthropic's own, without `model` and `stream`.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages-request-response.html
 */
export interface AnthropicRequest {
  anthropic_version: 'bedrock-2023-05-31';
  max_tokens: number;
  messages: { role: 'user' | 'assistant'; content: AnthropicRequestBlock[] }[];
  system?: AnthropicRequestBlock[];
  temperature?: number;
  top_p?: number;
  top_k?: number;
  stop_sequences?: string[];
  tools?: (AnthropicTool | JsonObject)[];
  tool_choice?: JsonObject;
  thinking?: JsonObject;
  output_config?: JsonObject;
}
