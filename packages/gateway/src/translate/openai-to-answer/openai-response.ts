/** https://platform.openai.com/docs/api-reference/chat/object; every field may be missing. */
export interface OpenAiResponse {
  choices?: { message?: OpenAiAnswerMessage; finish_reason?: string | null }[];
  usage?: unknown;
  service_tier?: string | null;
}

export interface OpenAiAnswerMessage extends OpenAiReasoning {
  content?: string | null;
  refusal?: string | null;
  tool_calls?: { id?: string; function?: { name?: string; arguments?: string } }[];
}

/** Not OpenAI's own, but in the answers of open models and Grok, by one name or the other. */
export interface OpenAiReasoning {
  reasoning_content?: string | null;
  reasoning?: string | null;
}

export interface OpenAiDelta extends OpenAiReasoning {
  content?: string | null;
  refusal?: string | null;
  tool_calls?: { index?: number; id?: string; function?: { name?: string; arguments?: string } }[];
}

export interface OpenAiChunk {
  choices?: { delta?: OpenAiDelta; finish_reason?: string | null }[];
  usage?: unknown;
  service_tier?: string | null;
}
