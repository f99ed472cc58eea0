import type { JsonValue } from '@outcrop/protocol';
import type { UrlAnnotation } from '../answer-to-openai-chat/chat-completion.ts';
import type { Citation } from '../conversation/citation.ts';

export type ItemStatus = 'in_progress' | 'completed' | 'incomplete';

export type ResponsesAnnotation = { type: 'url_citation' } & UrlAnnotation['url_citation'];

export interface OutputText {
  type: 'output_text';
  text: string;
  annotations: ResponsesAnnotation[];
  logprobs: [];
  /** All citations, also those of documents, which OpenAI's API has no form for. */
  citations?: Citation[];
}

export interface MessageItem {
  id: string;
  type: 'message';
  role: 'assistant';
  status: ItemStatus;
  content: OutputText[];
}

export interface FunctionCallItem {
  id: string;
  type: 'function_call';
  call_id: string;
  name: string;
  arguments: string;
  status: ItemStatus;
}

export interface ReasoningItem {
  id: string;
  type: 'reasoning';
  summary: { type: 'summary_text'; text: string }[];
  encrypted_content?: string;
  status: ItemStatus;
}

export type OutputItem = MessageItem | FunctionCallItem | ReasoningItem;

export interface ResponsesUsage {
  input_tokens: number;
  input_tokens_details: { cached_tokens: number; cache_write_tokens: number };
  output_tokens: number;
  output_tokens_details: { reasoning_tokens: number };
  total_tokens: number;
}

/** https://platform.openai.com/docs/api-reference/responses/object. Fields of the request are repeated as they came. */
export interface ResponsesResponse {
  id: string;
  object: 'response';
  created_at: number;
  status: 'in_progress' | 'completed' | 'incomplete' | 'failed';
  error: { code: string; message: string } | null;
  incomplete_details: { reason: 'max_output_tokens' | 'content_filter' } | null;
  model: string;
  output: OutputItem[];
  previous_response_id: null;
  store: false;
  usage?: ResponsesUsage;
  service_tier?: 'default' | 'flex' | 'priority';
  native_finish_reason?: string;
  trace?: JsonValue;
  [repeated: string]: unknown;
}
