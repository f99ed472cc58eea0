import type { Conversation, Turn } from '../conversation/conversation.ts';
import {
  type Fields,
  parseArray,
  parseOptionalString,
  parseRecord,
  parseString,
  refuse,
} from '../conversation/parse-field.ts';
import { parseToolArguments } from '../conversation/parse-tool-arguments.ts';
import type { Part, TextPart, ToolResultPart } from '../conversation/part.ts';
import { takeCacheMark } from '../conversation/take-cache-mark.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';
import { parseResponsesContent } from './parse-responses-content.ts';
import { openReasoning } from './reasoning-seal.ts';

type Prompt = Pick<Conversation, 'system' | 'turns'>;

/** Reads `instructions` and `input`. Bedrock has one system prompt, so that system and developer messages go there. */
export function parseInput(body: Fields, context: TranslationContext): Prompt {
  const prompt: Prompt = { system: [], turns: [] };
  const instructions = parseOptionalString(body.instructions, 'instructions');
  if (instructions !== undefined) prompt.system.push({ type: 'text', text: instructions });
  if (typeof body.input === 'string') {
    prompt.turns.push({ role: 'user', parts: [{ type: 'text', text: body.input }] });
    return prompt;
  }
  for (const [index, item] of parseArray(body.input, 'input').entries()) {
    const place = `input[${index}]`;
    addItem(prompt, parseRecord(item, place), { place, context });
  }
  if (prompt.turns.length === 0) prompt.turns.push({ role: 'user', parts: [] });
  return prompt;
}

interface ItemPlace {
  place: string;
  context: TranslationContext;
}

function addItem(prompt: Prompt, item: Fields, { place, context }: ItemPlace): void {
  switch (item.type) {
    case undefined:
    case 'message':
      addMessage(prompt, item, { place, context });
      return;
    case 'function_call':
      addParts(prompt.turns, 'assistant', [
        {
          type: 'tool-call',
          id: parseString(item.call_id, `${place}.call_id`),
          name: parseString(item.name, `${place}.name`),
          input: parseToolArguments(item.arguments, `${place}.arguments`, context),
        },
      ]);
      return;
    case 'function_call_output':
      addParts(prompt.turns, 'user', [parseOutput(item, place, context)]);
      return;
    case 'reasoning':
      addParts(prompt.turns, 'assistant', parseReasoning(item, place, context));
      return;
    case 'item_reference':
      refuse(place, 'the gateway keeps no items: send the item itself', 'unsupported_parameter');
      return;
    default:
      context.drop(place, `"${String(item.type)}" cannot be sent to Bedrock`);
  }
}

function addMessage(prompt: Prompt, item: Fields, { place, context }: ItemPlace): void {
  const parts = parseResponsesContent(item.content, `${place}.content`, context);
  switch (item.role) {
    case 'system':
    case 'developer':
      if (prompt.turns.length > 0) {
        context.change(place, 'was moved to the system prompt: Bedrock has one, before the conversation');
      }
      prompt.system.push(...parts.filter((part): part is TextPart => part.type === 'text'));
      return;
    case 'user':
    case 'assistant':
      addParts(prompt.turns, item.role, parts);
      return;
    default:
      refuse(`${place}.role`, `must be user, assistant, system or developer, not "${String(item.role)}"`);
  }
}

/** Items of one turn stand beside each other here; Bedrock wants them in one message. */
function addParts(turns: Turn[], role: Turn['role'], parts: Part[]): void {
  const last = turns.at(-1);
  if (last?.role === role) last.parts.push(...parts);
  else turns.push({ role, parts });
}

function parseOutput(item: Fields, place: string, context: TranslationContext): ToolResultPart {
  const parts = parseResponsesContent(item.output, `${place}.output`, context);
  return {
    type: 'tool-result',
    callId: parseString(item.call_id, `${place}.call_id`),
    parts,
    cache: takeCacheMark(parts),
  };
}

function parseReasoning(item: Fields, place: string, context: TranslationContext): Part[] {
  const sealed = parseOptionalString(item.encrypted_content, `${place}.encrypted_content`);
  const part = sealed === undefined ? undefined : openReasoning(sealed);
  if (part) return [part];
  context.change(place, 'was left out: models take back only reasoning that this gateway gave');
  return [];
}
