import type { Conversation } from '../conversation/conversation.ts';
import { parseCacheControl } from '../conversation/parse-cache-mark.ts';
import { type Fields, parseArray, parseRecord, parseString, refuse } from '../conversation/parse-field.ts';
import type { Part, TextPart } from '../conversation/part.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';
import { parseBlock } from './parse-block.ts';

type Prompt = Pick<Conversation, 'system' | 'turns'>;

/** Reads `system`, `messages` and the mark that caches all of them. */
export function parseAnthropicPrompt(body: Fields, context: TranslationContext): Prompt {
  const prompt: Prompt = { system: parseSystem(body.system, 'system'), turns: [] };
  for (const [index, item] of parseArray(body.messages, 'messages').entries()) {
    const place = `messages[${index}]`;
    const message = parseRecord(item, place);
    if (message.role === 'system') {
      context.change(place, 'was moved to the system prompt: Bedrock has one, before the conversation');
      prompt.system.push(...parseSystem(message.content, `${place}.content`));
    } else if (message.role === 'user' || message.role === 'assistant') {
      prompt.turns.push({ role: message.role, parts: parseContent(message.content, place, context) });
    } else refuse(`${place}.role`, `must be user or assistant, not "${String(message.role)}"`);
  }
  if (prompt.turns.length === 0) refuse('messages', 'is empty: at least one message is needed');
  const cache = parseCacheControl(body.cache_control, 'cache_control');
  const last = prompt.turns.at(-1)?.parts.at(-1);
  if (cache && last && last.type !== 'thinking' && last.type !== 'redacted-thinking') last.cache ??= cache;
  return prompt;
}

function parseSystem(value: unknown, place: string): TextPart[] {
  if (value === undefined || value === null) return [];
  if (typeof value === 'string') return [{ type: 'text', text: value }];
  return parseArray(value, place).map((item, index) => {
    const block = parseRecord(item, `${place}[${index}]`);
    return {
      type: 'text',
      text: parseString(block.text, `${place}[${index}].text`),
      cache: parseCacheControl(block.cache_control, `${place}[${index}].cache_control`),
    };
  });
}

function parseContent(content: unknown, place: string, context: TranslationContext): Part[] {
  const at = `${place}.content`;
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return parseArray(content, at).flatMap((block, index) => {
    const blockPlace = `${at}[${index}]`;
    return parseBlock(parseRecord(block, blockPlace), blockPlace, context) ?? [];
  });
}
