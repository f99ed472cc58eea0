import type { JsonObject } from '@outcrop/protocol';

export type ResponsesPart =
  | { type: 'input_text'; text: string }
  | { type: 'input_image'; image_url: string }
  | { type: 'input_file'; filename: string; file_data: string };

export type ResponsesItem =
  | { role: 'system' | 'user' | 'assistant'; content: string | ResponsesPart[] }
  | { type: 'function_call'; call_id: string; name: string; arguments: string }
  | { type: 'function_call_output'; call_id: string; output: string };

export interface ResponsesTool {
  type: 'function';
  name: string;
  description?: string;
  parameters: JsonObject;
  /** Said always: absent means strict in this API. */
  strict: boolean;
}

/** https://platform.openai.com/docs/api-reference/responses/create, as far as a conversation has words for it. */
export interface ResponsesRequest {
  input: ResponsesItem[];
  /** Nothing is to be kept that nobody asks for. */
  store: false;
  max_output_tokens?: number;
  temperature?: number;
  top_p?: number;
  tools?: ResponsesTool[];
  tool_choice?: 'auto' | 'none' | 'required' | { type: 'function'; name: string };
  parallel_tool_calls?: boolean;
  reasoning?: { effort: string };
  text?: { format: JsonObject };
  stream?: true;
}
