import type { JsonValue } from '@outcrop/protocol';
import type { Citation } from '../conversation/citation.ts';

export interface ChatUsage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  prompt_tokens_details: { cached_tokens: number; cache_write_tokens: number };
  completion_tokens_details: { reasoning_tokens: number };
}

export type ChatFinishReason = 'stop' | 'length' | 'tool_calls' | 'content_filter';

export interface ChatToolCall {
  id: string;
  type: 'function';
  function: { name: string; arguments: string };
}

/** Reasoning in a form that can be sent back: OpenAI's API has none of its own. */
export type ThinkingBlock =
  { type: 'thinking'; thinking: string; signature: string } | { type: 'redacted_thinking'; data: string };

export interface UrlAnnotation {
  type: 'url_citation';
  url_citation: { url: string; title: string; start_index: number; end_index: number };
}

export interface ChatMessage {
  role: 'assistant';
  content: string | null;
  refusal: null;
  tool_calls?: ChatToolCall[];
  annotations?: UrlAnnotation[];
  reasoning_content?: string;
  thinking_blocks?: ThinkingBlock[];
  citations?: Citation[];
}

export interface ChatChoice {
  index: 0;
  message: ChatMessage;
  logprobs: null;
  finish_reason: ChatFinishReason;
  /** Bedrock's own word, which says more than OpenAI's. */
  native_finish_reason: string;
  stop_sequence?: string;
}

/** https://platform.openai.com/docs/api-reference/chat/object */
export interface ChatCompletion {
  id: string;
  object: 'chat.completion';
  created: number;
  model: string;
  choices: [ChatChoice];
  usage?: ChatUsage;
  service_tier?: 'default' | 'flex' | 'priority';
  /** What a guardrail or a prompt router did. */
  trace?: JsonValue;
}

export interface ChatDelta {
  role?: 'assistant';
  content?: string;
  tool_calls?: {
    index: number;
    id?: string;
    type?: 'function';
    function: { name?: string; arguments: string };
  }[];
  annotations?: UrlAnnotation[];
  reasoning_content?: string;
  thinking_blocks?: ThinkingBlock[];
  citations?: Citation[];
}

export interface ChatChunkChoice {
  index: 0;
  delta: ChatDelta;
  logprobs: null;
  finish_reason: ChatFinishReason | null;
  native_finish_reason?: string;
  stop_sequence?: string;
}

/** https://platform.openai.com/docs/api-reference/chat/streaming */
export interface ChatChunk {
  id: string;
  object: 'chat.completion.chunk';
  created: number;
  model: string;
  choices: ChatChunkChoice[];
  usage?: ChatUsage | null;
  service_tier?: 'default' | 'flex' | 'priority';
  trace?: JsonValue;
}
