import type { Conversation, Turn } from '../conversation/conversation.ts';
import { type Fields, parseArray, parseRecord, parseString, refuse } from '../conversation/parse-field.ts';
import { reportNestedFields } from '../conversation/report-fields.ts';
import { parseCacheControl } from '../conversation/parse-cache-mark.ts';
import type { Part, ToolResultPart } from '../conversation/part.ts';
import type { TranslationContext } from '../conversation/translation-context.ts';
import { parseToolArguments } from '../conversation/parse-tool-arguments.ts';
import { takeCacheMark } from '../conversation/take-cache-mark.ts';
import { parseContent, parseTextContent } from './parse-content.ts';
import { parseReasoningParts } from './parse-reasoning-parts.ts';

type Prompt = Pick<Conversation, 'system' | 'turns'>;

/** Reads `messages`. Bedrock has one system prompt, so that system and developer messages of any position go there. */
export function parseMessages(value: unknown, context: TranslationContext): Prompt {
  const messages = parseArray(value, 'messages');
  if (messages.length === 0) refuse('messages', 'is empty: at least one message is needed');
  const prompt: Prompt = { system: [], turns: [] };
  for (const [index, message] of messages.entries()) {
    const place = `messages[${index}]`;
    addMessage(prompt, parseRecord(message, place), { place, context });
  }
  if (prompt.turns.length === 0) prompt.turns.push({ role: 'user', parts: [] });
  return prompt;
}

const readFields = new Set([
  ...'role content tool_calls tool_call_id function_call refusal audio cache_control'.split(' '),
  ...'reasoning_content reasoning_signature reasoning_details thinking_blocks'.split(' '),
  // What an answer says about its text: the text itself is sent.
  ...'annotations citations'.split(' '),
]);

/** Only there the name is that of the function; elsewhere it is a speaker's, which Bedrock has no place for. */
const functionFields = new Set([...readFields, 'name']);

interface MessagePlace {
  place: string;
  context: TranslationContext;
}

function addMessage(prompt: Prompt, message: Fields, { place, context }: MessagePlace): void {
  reportNestedFields(
    message,
    { place, read: message.role === 'function' ? functionFields : readFields },
    context,
  );
  switch (message.role) {
    case 'system':
    case 'developer':
      if (prompt.turns.length > 0) {
        context.change(place, 'was moved to the system prompt: Bedrock has one, before the conversation');
      }
      prompt.system.push(...parseTextContent(message, place));
      return;
    case 'user':
      prompt.turns.push({ role: 'user', parts: parseContent(message.content, place, context) });
      applyMessageMark(prompt.turns, message, place);
      return;
    case 'assistant':
      prompt.turns.push({ role: 'assistant', parts: parseAssistant(message, place, context) });
      applyMessageMark(prompt.turns, message, place);
      return;
    case 'tool':
    case 'function':
      prompt.turns.push({ role: 'user', parts: [parseToolResult(message, place, context)] });
      return;
    default:
      refuse(
        `${place}.role`,
        `must be system, developer, user, assistant or tool, not "${String(message.role)}"`,
      );
  }
}

/** Some clients mark the message, not its last part. */
function applyMessageMark(turns: readonly Turn[], message: Fields, place: string): void {
  const cache = parseCacheControl(message.cache_control, `${place}.cache_control`);
  const last = turns.at(-1)?.parts.at(-1);
  if (cache && last && last.type !== 'thinking' && last.type !== 'redacted-thinking') last.cache = cache;
}

function parseAssistant(message: Fields, place: string, context: TranslationContext): Part[] {
  const parts: Part[] = parseReasoningParts(message, place);
  parts.push(...parseContent(message.content ?? [], place, context));
  if (typeof message.refusal === 'string') parts.push({ type: 'text', text: message.refusal });
  if (message.audio) context.drop(`${place}.audio`, 'Bedrock keeps no audio of earlier answers');
  for (const [index, call] of parseArray(message.tool_calls ?? [], `${place}.tool_calls`).entries()) {
    parts.push(parseToolCall(call, `${place}.tool_calls[${index}]`, context));
  }
  if (message.function_call) {
    const called = parseRecord(message.function_call, `${place}.function_call`);
    const name = parseString(called.name, `${place}.function_call.name`);
    const input = parseToolArguments(called.arguments, `${place}.function_call.arguments`, context);
    parts.push({ type: 'tool-call', id: functionCallId(name), name, input });
  }
  return parts;
}

function parseToolCall(value: unknown, place: string, context: TranslationContext): Part {
  const call = parseRecord(value, place);
  const called = parseRecord(call.function, `${place}.function`);
  return {
    type: 'tool-call',
    id: parseString(call.id, `${place}.id`),
    name: parseString(called.name, `${place}.function.name`),
    input: parseToolArguments(called.arguments, `${place}.function.arguments`, context),
  };
}

function parseToolResult(message: Fields, place: string, context: TranslationContext): ToolResultPart {
  const callId =
    message.role === 'function'
      ? functionCallId(parseString(message.name, `${place}.name`))
      : parseString(message.tool_call_id, `${place}.tool_call_id`);
  const parts = parseContent(message.content ?? [], place, context);
  return {
    type: 'tool-result',
    callId,
    parts: parts as ToolResultPart['parts'],
    cache: parseCacheControl(message.cache_control, `${place}.cache_control`) ?? takeCacheMark(parts),
  };
}

/** The older function calls have no ids. */
function functionCallId(name: string): string {
  return `function_${name}`;
}
