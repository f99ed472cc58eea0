import type {
  Conversation,
  OutputFormat,
  Reasoning,
  ToolChoice,
  ToolDefinition,
} from '../conversation/conversation.ts';
import { bedrockFieldNames, parseBedrockFields } from '../conversation/parse-bedrock-fields.ts';
import { parseCacheControl } from '../conversation/parse-cache-mark.ts';
import { parseEffort } from '../conversation/parse-effort.ts';
import {
  type Fields,
  isRecord,
  parseArray,
  parseOptionalBoolean,
  parseOptionalNumber,
  parseOptionalString,
  parseOptionalTokens,
  parseRecord,
  parseString,
  parseWord,
  refuse,
} from '../conversation/parse-field.ts';
import { parseInputSchema } from '../conversation/parse-input-schema.ts';
import { parseJsonSchema } from '../conversation/parse-json-schema.ts';
import { parseRequestMetadata } from '../conversation/parse-request-metadata.ts';
import { parseServiceTier } from '../conversation/parse-service-tier.ts';
import { type DroppedFields, reportFields, reportNestedFields } from '../conversation/report-fields.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';
import { parseInput } from './parse-input.ts';

/** https://platform.openai.com/docs/api-reference/responses/create */
export function parseOpenAiResponses(body: Fields, context: TranslationContext): Conversation {
  refuseState(body);
  const conversation: Conversation = {
    ...parseInput(body, context),
    tools: parseTools(body.tools, context),
    toolChoice: parseToolChoice(body.tool_choice),
    hasParallelToolCalls: parseOptionalBoolean(body.parallel_tool_calls, 'parallel_tool_calls'),
    maxTokens: parseOptionalTokens(body.max_output_tokens, 'max_output_tokens'),
    temperature: parseOptionalNumber(body.temperature, 'temperature'),
    topP: parseOptionalNumber(body.top_p, 'top_p'),
    reasoning: parseReasoning(body.reasoning),
    outputFormat: parseText(body.text, context),
    requestMetadata: parseRequestMetadata(body.metadata, context),
    serviceTier: parseServiceTier(body.service_tier, context),
  };
  if (body.truncation === 'auto') context.drop('truncation', 'Bedrock does not shorten conversations');
  parseBedrockFields(body, conversation);
  reportFields(body, { read: readFields, dropped: droppedFields }, context);
  return conversation;
}

const readFields = new Set([
  ...bedrockFieldNames,
  ...'model input instructions tools tool_choice parallel_tool_calls max_output_tokens'.split(' '),
  ...'temperature top_p reasoning text metadata service_tier stream stream_options truncation'.split(' '),
  // Reasoning can always be given back, with or without being asked for.
  'include',
  // A routing hint for OpenAI's own cache: leaving it out changes nothing on Bedrock.
  'prompt_cache_key',
]);

const droppedFields: DroppedFields = {
  context_management: 'Bedrock does not shorten conversations',
  max_tool_calls: 'Bedrock runs no tools itself',
  moderation: "use a Bedrock guardrail: 'guardrailConfig'",
  prompt_cache_options: "mark the prompt with 'cache_control' or 'prompt_cache_breakpoint'",
  prompt_cache_retention: "use 'cache_control' with a ttl of 5m or 1h",
  safety_identifier: 'Bedrock has no place for it',
  store: 'Bedrock keeps no responses',
  user: "Bedrock has no place for it: use 'metadata'",
};

/** What rests on state that neither Bedrock nor the gateway keeps. */
function refuseState(body: Fields): void {
  const reasons = {
    previous_response_id: 'the gateway keeps no responses: send the whole conversation as input',
    conversation: 'the gateway keeps no conversations: send the whole conversation as input',
    background: 'responses in the background are not kept: leave it out',
    prompt: "stored prompts of OpenAI's are unknown here: send the prompt itself",
    top_logprobs: 'Bedrock gives no log probabilities',
  };
  for (const [name, reason] of Object.entries(reasons)) {
    if (body[name]) refuse(name, reason, 'unsupported_parameter');
  }
}

function parseTools(value: unknown, context: TranslationContext): ToolDefinition[] {
  const tools: ToolDefinition[] = [];
  for (const [index, item] of parseArray(value ?? [], 'tools').entries()) {
    const place = `tools[${index}]`;
    const tool = parseRecord(item, place);
    if (tool.type === 'function') {
      reportNestedFields(tool, { place, read: readToolFields }, context);
      tools.push(parseTool(tool, place));
    } else
      context.drop(
        place,
        `"${String(tool.type)}" runs at OpenAI: only "function" tools can be sent to Bedrock`,
      );
  }
  return tools;
}

const readToolFields = new Set('type name description parameters strict cache_control'.split(' '));

function parseTool(tool: Fields, place: string): ToolDefinition {
  return {
    name: parseString(tool.name, `${place}.name`),
    description: parseOptionalString(tool.description, `${place}.description`),
    inputSchema: parseInputSchema(tool.parameters, `${place}.parameters`),
    isStrict: parseOptionalBoolean(tool.strict, `${place}.strict`),
    cache: parseCacheControl(tool.cache_control, `${place}.cache_control`),
  };
}

function parseToolChoice(value: unknown): ToolChoice | undefined {
  if (value === undefined || value === null) return undefined;
  if (value === 'auto' || value === 'none' || value === 'required') return value;
  if (!isRecord(value) || value.type !== 'function') {
    return refuse('tool_choice', 'must be auto, none, required or a function by name');
  }
  return { name: parseString(value.name, 'tool_choice.name') };
}

function parseReasoning(value: unknown): Reasoning | undefined {
  if (value === undefined || value === null) return undefined;
  return parseEffort(parseRecord(value, 'reasoning').effort, 'reasoning.effort');
}

function parseText(value: unknown, context: TranslationContext): OutputFormat | undefined {
  if (value === undefined || value === null) return undefined;
  const text = parseRecord(value, 'text');
  if (text.verbosity !== undefined && text.verbosity !== null && text.verbosity !== 'medium') {
    context.drop('text.verbosity', 'Bedrock has no such parameter');
  }
  if (text.format === undefined || text.format === null) return undefined;
  const format = parseRecord(text.format, 'text.format');
  const type = parseWord(format.type, ['text', 'json_object', 'json_schema'], 'text.format.type');
  if (type === 'text') return undefined;
  return type === 'json_object' ? { name: 'json' } : parseJsonSchema(format, 'text.format');
}
