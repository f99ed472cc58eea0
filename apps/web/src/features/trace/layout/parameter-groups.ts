import { isObject, type JsonObject, type JsonValue } from '../../../lib/json-value.ts';

export interface ParameterGroup {
  title: string;
  entries: [name: string, value: JsonValue][];
}

/** The names that other APIs and models have for a parameter, which a span may carry beside it. */
const otherNames: Record<string, string[]> = {
  maxTokens: ['max_tokens', 'max_completion_tokens', 'max_output_tokens', 'max_gen_len', 'maxTokenCount'],
  topP: ['top_p'],
  topK: ['top_k'],
  stopSequences: ['stop', 'stop_sequences'],
};

const knownGroups: { title: string; names: string[] }[] = [
  {
    title: 'Model call',
    names: [
      'provider',
      'service',
      'model',
      'operation',
      'command',
      'region',
      'requested_service_tier',
      'service_tier',
      'requested_performance_config',
      'performance_config',
      'guardrail',
    ],
  },
  {
    title: 'Gateway',
    names: ['key_name', 'provider_name', 'cache', 'http_status', 'user_agent', 'response_cut'],
  },
  {
    title: 'Parameters',
    names: [
      'maxTokens',
      'temperature',
      'topP',
      'topK',
      'stopSequences',
      ...Object.values(otherNames).flat(),
      'tool_choice',
      'output_config',
      'additional_model_request_fields',
    ],
  },
  {
    title: 'Answer',
    names: [
      'stop_reason',
      'request_id',
      'attempts',
      'retry_delay_ms',
      'partial',
      'partial_reason',
      'invoked_model',
      'guardrail_action',
      'guardrail_action_reason',
      'guardrail_units',
      'guardrail_coverage',
      'additional_model_response_fields',
      'trace',
    ],
  },
];

/** Shown by their own views. */
const shownElsewhere = new Set(['parameters', 'tools', 'guardrail_findings', 'dropped', 'bedrock_request']);

/** The names that say again what their parameter says. */
function listRepeated(entries: ReadonlyMap<string, JsonValue>): string[] {
  return Object.entries(otherNames).flatMap(([name, others]) => {
    const said = entries.has(name) ? JSON.stringify(entries.get(name)) : undefined;
    return others.filter((other) => entries.has(other) && JSON.stringify(entries.get(other)) === said);
  });
}

/** Sorts a span's metadata into what was called, how, and what came back; what is left comes last. A parameter has one row. */
export function groupParameters(metadata: JsonObject): ParameterGroup[] {
  const parameters = isObject(metadata['parameters']) ? metadata['parameters'] : {};
  const rest = new Map(
    Object.entries({ ...metadata, ...parameters }).filter(([name]) => !shownElsewhere.has(name)),
  );
  for (const name of listRepeated(rest)) rest.delete(name);
  const groups = knownGroups.map(({ title, names }) => {
    // All of `parameters` belongs together, also what this page has never heard of.
    const members = title === 'Parameters' ? [...new Set([...names, ...Object.keys(parameters)])] : names;
    const entries: [string, JsonValue][] = [];
    for (const name of members) {
      const value = rest.get(name);
      if (value === undefined) continue;
      entries.push([name, value]);
      rest.delete(name);
    }
    return { title, entries };
  });
  return [...groups, { title: 'More', entries: [...rest] }].filter(({ entries }) => entries.length > 0);
}

export interface ToolDefinition {
  name: string;
  description?: string;
  /** The schema of its input, or the whole definition when there is none. */
  schema: JsonValue;
}

function readTool(tool: JsonValue): ToolDefinition | undefined {
  if (!isObject(tool) || tool['cachePoint'] !== undefined) return undefined;
  const inner = [tool['toolSpec'], tool['function'], tool['systemTool']].find(isObject) ?? tool;
  const schema = inner['inputSchema'] ?? inner['input_schema'] ?? inner['parameters'] ?? inner;
  return {
    name: typeof inner['name'] === 'string' ? inner['name'] : 'unnamed tool',
    description: typeof inner['description'] === 'string' ? inner['description'] : undefined,
    schema: isObject(schema) && isObject(schema['json']) ? schema['json'] : schema,
  };
}

/** The tools the model was offered, in whichever body's shape. */
export function readTools(metadata: JsonObject): ToolDefinition[] {
  const tools = metadata['tools'];
  if (!Array.isArray(tools)) return [];
  return tools.map(readTool).filter((tool) => tool !== undefined);
}
