import type { Conversation, OutputFormat } from '../conversation/conversation.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';

/** How a request for JSON reaches the model. A `tool`'s arguments are the answer's text. */
export type OutputPlan =
  { kind: 'native'; format: OutputFormat } | { kind: 'tool'; toolName: string } | undefined;

/**
 * Chooses the strongest way the model has: its API, else a tool that it must call, else words in the system prompt.
 * With tools of the client's own it may call those or give the answer, but must do one of them.
 */
export function adaptOutputFormat(conversation: Conversation, context: TranslationContext): OutputPlan {
  const format = conversation.outputFormat;
  if (!format) return undefined;
  const { outputFormat } = context.capabilities;
  if (outputFormat === 'native' && format.schema) return { kind: 'native', format };
  if (outputFormat !== 'instruction' && canForceTool(conversation, context))
    return addOutputTool(conversation, format);
  conversation.system.push({ type: 'text', text: writeInstruction(format) });
  context.change('response_format', 'the model is asked for JSON in words: nothing enforces it');
  return undefined;
}

function canForceTool(conversation: Conversation, { capabilities }: TranslationContext): boolean {
  const { reasoning, toolChoice, outputFormat } = conversation;
  if (reasoning?.isEnabled || capabilities.toolChoice === 'auto') return false;
  if (typeof toolChoice === 'object' || toolChoice === 'none') return false;
  return conversation.tools.length === 0 || outputFormat?.schema !== undefined;
}

function addOutputTool(conversation: Conversation, format: OutputFormat): OutputPlan {
  const taken = new Set(conversation.tools.map((tool) => tool.name));
  let toolName = 'json';
  for (let count = 2; taken.has(toolName); count += 1) toolName = `json_${count}`;
  conversation.tools.push({
    name: toolName,
    description: format.description ?? 'Give the answer by calling this tool.',
    inputSchema: wrapSchema(format),
  });
  conversation.toolChoice = 'required';
  return { kind: 'tool', toolName };
}

function wrapSchema({ schema }: OutputFormat): OutputFormat['schema'] & object {
  if (!schema) return { type: 'object', additionalProperties: true };
  return schema.type === undefined ? { type: 'object', ...schema } : schema;
}

function writeInstruction({ schema }: OutputFormat): string {
  const rule = 'Answer with one JSON object and nothing else: no code fence, no words around it.';
  return schema ? `${rule} It must satisfy this JSON schema:\n${JSON.stringify(schema)}` : rule;
}
