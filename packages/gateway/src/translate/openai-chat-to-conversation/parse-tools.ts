import { parseInputSchema } from '../conversation/parse-input-schema.ts';
import type { ToolChoice, ToolDefinition } from '../conversation/conversation.ts';
import { parseCacheControl } from '../conversation/parse-cache-mark.ts';
import { reportNestedFields } from '../conversation/report-fields.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';
import {
  type Fields,
  isRecord,
  parseArray,
  parseOptionalBoolean,
  parseOptionalString,
  parseRecord,
  parseString,
  refuse,
} from '../conversation/parse-field.ts';

/** Reads `tools` and the older `functions`. */
export function parseTools(body: Fields, context: TranslationContext): ToolDefinition[] {
  const { tools, functions } = body;
  if (tools !== undefined && tools !== null) {
    return parseArray(tools, 'tools').map((tool, index) => parseTool(tool, `tools[${index}]`, context));
  }
  if (functions === undefined || functions === null) return [];
  return parseArray(functions, 'functions').map((tool, index) =>
    parseFunction(tool, `functions[${index}]`, context),
  );
}

function parseTool(value: unknown, place: string, context: TranslationContext): ToolDefinition {
  const tool = parseRecord(value, place);
  if (tool.type !== 'function') {
    refuse(`${place}.type`, `only "function" tools can be sent to Bedrock, not "${String(tool.type)}"`);
  }
  const definition = parseFunction(tool.function, `${place}.function`, context);
  definition.cache = parseCacheControl(tool.cache_control, `${place}.cache_control`) ?? definition.cache;
  return definition;
}

const readFields = new Set('name description parameters strict cache_control'.split(' '));

function parseFunction(value: unknown, place: string, context: TranslationContext): ToolDefinition {
  const definition = parseRecord(value, place);
  const name = parseString(definition.name, `${place}.name`);
  if (name === '') refuse(`${place}.name`, 'is empty');
  reportNestedFields(definition, { place, read: readFields }, context);
  return {
    name,
    description: parseOptionalString(definition.description, `${place}.description`),
    inputSchema: parseInputSchema(definition.parameters, `${place}.parameters`),
    isStrict: parseOptionalBoolean(definition.strict, `${place}.strict`),
    cache: parseCacheControl(definition.cache_control, `${place}.cache_control`),
  };
}

/** Reads `tool_choice` and the older `function_call`. */
export function parseToolChoice(value: unknown): ToolChoice | undefined {
  if (value === undefined || value === null) return undefined;
  if (value === 'auto' || value === 'none' || value === 'required') return value;
  if (!isRecord(value)) return refuse('tool_choice', 'must be auto, none, required or a named function');
  if (value.type === 'allowed_tools') {
    refuse('tool_choice', 'allowed_tools cannot be sent to Bedrock: send only the tools that are allowed');
  }
  const named = isRecord(value.function) ? value.function : value;
  return { name: parseString(named.name, 'tool_choice.function.name') };
}
