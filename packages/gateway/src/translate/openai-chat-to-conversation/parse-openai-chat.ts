import type { Conversation, Reasoning } from '../conversation/conversation.ts';
import { bedrockFieldNames, parseBedrockFields } from '../conversation/parse-bedrock-fields.ts';
import {
  type Fields,
  parseOptionalBoolean,
  parseOptionalNumber,
  parseOptionalStrings,
  parseOptionalTokens,
  parseRecord,
  parseString,
  refuse,
} from '../conversation/parse-field.ts';
import { parseEffort } from '../conversation/parse-effort.ts';
import { parseServiceTier } from '../conversation/parse-service-tier.ts';
import { parseRequestMetadata } from '../conversation/parse-request-metadata.ts';
import { type DroppedFields, reportFields } from '../conversation/report-fields.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';
import { parseMessages } from './parse-messages.ts';
import { parseResponseFormat } from './parse-response-format.ts';
import { parseToolChoice, parseTools } from './parse-tools.ts';

/** https://platform.openai.com/docs/api-reference/chat/create */
export function parseOpenAiChat(body: Fields, context: TranslationContext): Conversation {
  refuseUnservable(body);
  const conversation: Conversation = {
    ...parseMessages(body.messages, context),
    tools: parseTools(body, context),
    toolChoice: parseToolChoice(body.tool_choice ?? body.function_call),
    hasParallelToolCalls: parseOptionalBoolean(body.parallel_tool_calls, 'parallel_tool_calls'),
    maxTokens:
      parseOptionalTokens(body.max_completion_tokens, 'max_completion_tokens') ??
      parseOptionalTokens(body.max_tokens, 'max_tokens'),
    temperature: parseTemperature(body.temperature),
    topP: parseOptionalNumber(body.top_p, 'top_p'),
    topK: parseOptionalNumber(body.top_k, 'top_k'),
    stopSequences: parseOptionalStrings(body.stop, 'stop'),
    reasoning: parseReasoning(body),
    outputFormat: parseResponseFormat(body.response_format),
    requestMetadata: parseRequestMetadata(body.metadata, context),
    serviceTier: parseServiceTier(body.service_tier, context),
  };
  parseBedrockFields(body, conversation);
  reportFields(body, { read: readFields, dropped: droppedFields }, context);
  return conversation;
}

const readFields = new Set([
  ...bedrockFieldNames,
  ...'model messages tools functions tool_choice function_call parallel_tool_calls'.split(' '),
  ...'max_completion_tokens max_tokens temperature top_p top_k stop response_format metadata'.split(' '),
  ...'service_tier stream stream_options n logprobs top_logprobs reasoning_effort thinking'.split(' '),
  // A routing hint for OpenAI's own cache: leaving it out changes nothing on Bedrock.
  'prompt_cache_key',
]);

const droppedFields: DroppedFields = {
  audio: 'Bedrock gives no audio in chat',
  frequency_penalty: 'Bedrock has no such parameter',
  presence_penalty: 'Bedrock has no such parameter',
  logit_bias: 'Bedrock has no such parameter',
  moderation: "use a Bedrock guardrail: 'guardrailConfig'",
  prediction: 'Bedrock has no predicted outputs',
  prompt_cache_options: "mark the prompt with 'cache_control' or 'prompt_cache_breakpoint'",
  prompt_cache_retention: "use 'cache_control' with a ttl of 5m or 1h",
  safety_identifier: 'Bedrock has no place for it',
  seed: 'Bedrock has no such parameter',
  store: 'Bedrock keeps no completions',
  user: "Bedrock has no place for it: use 'metadata'",
  verbosity: 'Bedrock has no such parameter',
  web_search_options: 'Bedrock does not search the web',
};

/** What would change the meaning of the whole answer is refused, not dropped. */
function refuseUnservable(body: Fields): void {
  if (body.logprobs || body.top_logprobs) {
    refuse(
      body.logprobs ? 'logprobs' : 'top_logprobs',
      'Bedrock gives no log probabilities',
      'unsupported_parameter',
    );
  }
  const count = parseOptionalNumber(body.n, 'n');
  if (count !== undefined && count !== 1) {
    refuse('n', 'Bedrock gives one choice a request: send several requests', 'unsupported_parameter');
  }
  if (Array.isArray(body.modalities) && body.modalities.includes('audio')) {
    refuse('modalities', 'Bedrock gives no audio in chat', 'unsupported_parameter');
  }
}

function parseTemperature(value: unknown): number | undefined {
  const temperature = parseOptionalNumber(value, 'temperature');
  return temperature !== undefined && (temperature < 0 || temperature > 2)
    ? refuse('temperature', `must be between 0 and 2, not ${temperature}`)
    : temperature;
}

/** `thinking` is Anthropic's field, which many clients of this API send along. */
function parseReasoning(body: Fields): Reasoning | undefined {
  const reasoning = parseEffort(body.reasoning_effort, 'reasoning_effort');
  if (body.thinking === undefined || body.thinking === null) return reasoning;
  const thinking = parseRecord(body.thinking, 'thinking');
  const type = parseString(thinking.type, 'thinking.type');
  if (type === 'disabled') return { isEnabled: false };
  const budgetTokens = parseOptionalTokens(thinking.budget_tokens, 'thinking.budget_tokens');
  return { ...reasoning, isEnabled: true, budgetTokens };
}
