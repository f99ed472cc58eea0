import type { JsonObject } from '@outcrop/protocol';
import type { Conversation, OutputFormat, Reasoning, ToolDefinition } from '../conversation/conversation.ts';
import { bedrockFieldNames, parseBedrockFields } from '../conversation/parse-bedrock-fields.ts';
import { parseCacheControl } from '../conversation/parse-cache-mark.ts';
import {
  type Fields,
  parseArray,
  parseJsonObject,
  parseOptionalBoolean,
  parseOptionalNumber,
  parseOptionalString,
  parseOptionalStrings,
  parseOptionalTokens,
  parseRecord,
  parseString,
  parseWord,
  refuse,
} from '../conversation/parse-field.ts';
import { type DroppedFields, reportFields, reportNestedFields } from '../conversation/report-fields.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';
import { parseInputSchema } from '../conversation/parse-input-schema.ts';
import { parseAnthropicPrompt } from './parse-anthropic-prompt.ts';

/** https://platform.claude.com/docs/en/api/messages */
export function parseAnthropicMessages(body: Fields, context: TranslationContext): Conversation {
  const conversation: Conversation = {
    ...parseAnthropicPrompt(body, context),
    ...parseAnthropicTools(body.tools, context),
    ...parseAnthropicToolChoice(body.tool_choice),
    maxTokens:
      parseOptionalTokens(body.max_tokens, 'max_tokens') ??
      refuse('max_tokens', 'is missing', 'missing_field'),
    temperature: parseOptionalNumber(body.temperature, 'temperature'),
    topP: parseOptionalNumber(body.top_p, 'top_p'),
    topK: parseOptionalNumber(body.top_k, 'top_k'),
    stopSequences: parseOptionalStrings(body.stop_sequences, 'stop_sequences'),
    reasoning: parseThinking(body),
    outputFormat: parseFormat(body.output_config),
  };
  // Anthropic's other word, `auto`, leaves it to the account.
  if (body.service_tier === 'standard_only') conversation.serviceTier = 'default';
  parseBedrockFields(body, conversation);
  reportFields(body, { read: readFields, dropped: droppedFields }, context);
  return conversation;
}

const readFields = new Set([
  ...bedrockFieldNames,
  ...'model messages system max_tokens temperature top_p top_k stop_sequences stream tools'.split(' '),
  ...'tool_choice thinking output_config service_tier cache_control anthropic_version'.split(' '),
]);

const droppedFields: DroppedFields = {
  anthropic_beta: 'beta features work only with the Anthropic format',
  container: 'Bedrock has no containers',
  context_management: 'works only with the Anthropic format',
  inference_geo: "choose a Region's or geography's model id instead",
  mcp_servers: 'Bedrock calls no MCP servers',
  metadata: "Bedrock has no place for it: use 'requestMetadata'",
  speed: "use 'performanceConfig'",
};

/** Tools with a type of their own, such as a text editor, are Anthropic's and go along as they are. */
function parseAnthropicTools(
  value: unknown,
  context: TranslationContext,
): Pick<Conversation, 'tools' | 'anthropicTools'> {
  const tools: ToolDefinition[] = [];
  const anthropicTools: JsonObject[] = [];
  for (const [index, item] of parseArray(value ?? [], 'tools').entries()) {
    const place = `tools[${index}]`;
    const tool = parseRecord(item, place);
    if (tool.type === undefined || tool.type === null || tool.type === 'custom') {
      reportNestedFields(tool, { place, read: readToolFields }, context);
      tools.push(parseTool(tool, place));
    } else anthropicTools.push(parseJsonObject(tool, place));
  }
  return anthropicTools.length === 0 ? { tools } : { tools, anthropicTools };
}

const readToolFields = new Set('type name description input_schema strict cache_control'.split(' '));

function parseTool(tool: Fields, place: string): ToolDefinition {
  return {
    name: parseString(tool.name, `${place}.name`),
    description: parseOptionalString(tool.description, `${place}.description`),
    inputSchema: parseInputSchema(tool.input_schema, `${place}.input_schema`),
    isStrict: parseOptionalBoolean(tool.strict, `${place}.strict`),
    cache: parseCacheControl(tool.cache_control, `${place}.cache_control`),
  };
}

function parseAnthropicToolChoice(value: unknown): Pick<Conversation, 'toolChoice' | 'hasParallelToolCalls'> {
  if (value === undefined || value === null) return {};
  const choice = parseRecord(value, 'tool_choice');
  const type = parseWord(choice.type, ['auto', 'any', 'tool', 'none'], 'tool_choice.type');
  const hasParallelToolCalls = choice.disable_parallel_tool_use === true ? false : undefined;
  if (type === 'tool') {
    return { toolChoice: { name: parseString(choice.name, 'tool_choice.name') }, hasParallelToolCalls };
  }
  return { toolChoice: type === 'any' ? 'required' : type, hasParallelToolCalls };
}

function parseThinking(body: Fields): Reasoning | undefined {
  const reasoning: Reasoning = {};
  if (body.output_config !== undefined && body.output_config !== null) {
    const { effort } = parseRecord(body.output_config, 'output_config');
    if (effort !== undefined && effort !== null) {
      reasoning.effort = parseWord(
        effort,
        ['low', 'medium', 'high', 'xhigh', 'max'] as const,
        'output_config.effort',
      );
    }
  }
  if (body.thinking !== undefined && body.thinking !== null) {
    const thinking = parseRecord(body.thinking, 'thinking');
    reasoning.isEnabled = parseString(thinking.type, 'thinking.type') !== 'disabled';
    reasoning.budgetTokens = parseOptionalTokens(thinking.budget_tokens, 'thinking.budget_tokens');
    if (thinking.display === 'omitted' || thinking.display === 'summarized') {
      reasoning.display = thinking.display;
    }
  }
  return Object.keys(reasoning).length === 0 ? undefined : reasoning;
}

function parseFormat(value: unknown): OutputFormat | undefined {
  if (value === undefined || value === null) return undefined;
  const { format } = parseRecord(value, 'output_config');
  if (format === undefined || format === null) return undefined;
  const { schema } = parseRecord(format, 'output_config.format');
  return { name: 'answer', schema: parseJsonObject(schema, 'output_config.format.schema') };
}
