/** What a model takes, as far as it decides how a request is translated. */
export interface ModelCapabilities {
  /** Which of temperature, top_p and top_k it takes. */
  sampling: 'all' | 'temperature-or-top-p' | 'none';
  hasStopSequences: boolean;
  /** Whether a stop sequence may be only white space. */
  hasBlankStopSequences: boolean;
  hasSystemPrompt: boolean;
  /** Which tool choices besides auto it obeys. */
  toolChoice: 'named' | 'required' | 'auto';
  /** Best way to get JSON of a schema: by the API, by a tool it must call, or by asking. */
  outputFormat: 'native' | 'tool' | 'instruction';
  /** How the amount of reasoning is set. */
  reasoning: 'budget' | 'budget-or-adaptive' | 'adaptive' | 'nova-effort' | 'openai-effort' | 'none';
  /** The highest of OpenAI's efforts that it has. */
  highestEffort: 'high' | 'xhigh';
  promptCache: { isSupported: boolean; inTools: boolean; hasOneHour: boolean };
  /** Mistral's models refuse ids of another form. */
  toolCallIds: 'any' | 'nine-alphanumerics';
  /** Where Converse takes top_k, which it has no field of its own for. */
  topK: 'top_k' | 'k' | 'nova-inference-config' | 'none';
  /** Takes what Converse has no words for (`tool_choice` none, one call at a time, native tools) in Anthropic's own fields. */
  hasAnthropicFields: boolean;
  maxOutputTokens?: number;
}

/** Taken of a model that no rule knows, such as an opaque ARN: Bedrock itself refuses what does not fit. */
export const defaultCapabilities: ModelCapabilities = {
  sampling: 'all',
  hasStopSequences: true,
  hasBlankStopSequences: true,
  hasSystemPrompt: true,
  toolChoice: 'named',
  outputFormat: 'tool',
  reasoning: 'none',
  highestEffort: 'high',
  promptCache: { isSupported: true, inTools: true, hasOneHour: false },
  toolCallIds: 'any',
  topK: 'top_k',
  hasAnthropicFields: false,
};

export interface CapabilityRule {
  /** Of the model's id without a profile's prefix. */
  match: RegExp;
  capabilities: Partial<ModelCapabilities>;
}

const claudeCache = { isSupported: true, inTools: true, hasOneHour: false };
const claudeLongCache = { isSupported: true, inTools: true, hasOneHour: true };

/**
 * All rules that match count, later ones winning. Sources: the Bedrock user guide on tool choice (Converse API reference),
 * structured output, prompt caching and reasoning; Anthropic's and Nova's own guides; the model catalog's `samplingParams`.
 */
export const capabilityRules: readonly CapabilityRule[] = [
  {
    match: /^anthropic\./,
    capabilities: { hasBlankStopSequences: false, promptCache: claudeCache, hasAnthropicFields: true },
  },
  {
    match: /^anthropic\.claude-(v1|v2|instant)/,
    capabilities: { outputFormat: 'instruction', toolChoice: 'auto' },
  },
  { match: /^anthropic\.claude-3-7-/, capabilities: { reasoning: 'budget' } },
  { match: /^anthropic\.claude-(opus|sonnet)-4-(1-)?\d{8}/, capabilities: { reasoning: 'budget' } },
  { match: /^anthropic\.claude-opus-4-1-/, capabilities: { sampling: 'temperature-or-top-p' } },
  {
    match: /^anthropic\.claude-(opus|sonnet|haiku)-4-5/,
    capabilities: {
      reasoning: 'budget',
      sampling: 'temperature-or-top-p',
      outputFormat: 'native',
      promptCache: claudeLongCache,
    },
  },
  {
    match: /^anthropic\.claude-(opus|sonnet)-4-6/,
    capabilities: {
      reasoning: 'budget-or-adaptive',
      sampling: 'temperature-or-top-p',
      outputFormat: 'native',
      promptCache: claudeLongCache,
    },
  },
  {
    match: /^anthropic\.claude-((opus|sonnet|haiku)-(4-[7-9]|[5-9])|fable|mythos)/,
    capabilities: {
      reasoning: 'adaptive',
      sampling: 'none',
      outputFormat: 'native',
      promptCache: claudeLongCache,
    },
  },
  {
    match: /^amazon\.nova-/,
    capabilities: {
      promptCache: { isSupported: true, inTools: false, hasOneHour: false },
      topK: 'nova-inference-config',
    },
  },
  { match: /^amazon\.nova-2-/, capabilities: { reasoning: 'nova-effort' } },
  {
    match: /^amazon\.titan-text|^ai21\.j2|^cohere\.command-(text|light)|^mistral\.(mistral-7b|mixtral)/,
    capabilities: { hasSystemPrompt: false, outputFormat: 'instruction', toolChoice: 'auto' },
  },
  {
    match: /^meta\.llama|^cohere\.command-r|^ai21\.jamba|^deepseek\.r1|^mistral\.pixtral|^writer\./,
    capabilities: { toolChoice: 'auto', outputFormat: 'instruction' },
  },
  { match: /^mistral\./, capabilities: { toolCallIds: 'nine-alphanumerics' } },
  { match: /^mistral\.mistral-large-2/, capabilities: { toolChoice: 'required' } },
  {
    match:
      /^qwen\.qwen3|^deepseek\.v3|^google\.gemma-|^minimax\.|^moonshot|^nvidia\.nemotron|^zai\.|^xai\.|^openai\.|^mistral\.(magistral|ministral|mistral-large-3|voxtral|devstral)/,
    capabilities: { outputFormat: 'native' },
  },
  { match: /^openai\./, capabilities: { reasoning: 'openai-effort', topK: 'none' } },
  { match: /^openai\.gpt-(?!oss)/, capabilities: { highestEffort: 'xhigh' } },
  { match: /^meta\.|^amazon\.titan|^xai\./, capabilities: { topK: 'none' } },
  { match: /^cohere\./, capabilities: { topK: 'k' } },
  { match: /^xai\.grok/, capabilities: { hasStopSequences: false } },
  { match: /^xai\.grok-4\.3/, capabilities: { reasoning: 'openai-effort' } },
];
