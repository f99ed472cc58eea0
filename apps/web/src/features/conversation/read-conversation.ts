import type { JsonValue } from '@outcrop/protocol';

import type { Conversation, ConversationFormat, Message, ToolCallPart } from './conversation.ts';
import { anthropicMessagesFormat } from './formats/anthropic-messages.ts';
import { converseFormat } from './formats/converse.ts';
import { genAiPartsFormat } from './formats/gen-ai-parts.ts';
import { openAiChatFormat } from './formats/openai-chat.ts';
import { openAiResponsesFormat } from './formats/openai-responses.ts';
import { promptCompletionFormat } from './formats/prompt-completion.ts';

/** The first that matches reads: from the strictest shape to the loosest. */
const formats: readonly ConversationFormat[] = [
  genAiPartsFormat,
  anthropicMessagesFormat,
  converseFormat,
  openAiChatFormat,
  openAiResponsesFormat,
  promptCompletionFormat,
];

function readInput(input: JsonValue | undefined): Message[] | undefined {
  if (input === undefined) return [];
  return formats.find((format) => format.matchesInput(input))?.readInput(input);
}

function readOutput(output: JsonValue | undefined): Message[] | undefined {
  if (output === undefined || output === null) return [];
  return formats.find((format) => format.matchesOutput(output))?.readOutput(output);
}

/** Moves each tool result to the call it answers; a message left empty by that goes away. */
function pairToolResults(messages: readonly Message[]): Message[] {
  const calls = new Map<string, ToolCallPart>();
  const paired: Message[] = [];
  for (const message of messages) {
    const parts = message.parts.filter((part) => {
      if (part.kind === 'tool-call' && part.id !== undefined) calls.set(part.id, part);
      if (part.kind !== 'tool-result' || part.id === undefined) return true;
      const call = calls.get(part.id);
      if (!call || call.result) return true;
      call.result = part;
      return false;
    });
    if (parts.length > 0 || message.parts.length === 0) paired.push({ ...message, parts });
  }
  return paired;
}

/**
 * Reads a span's input and output as messages. Undefined when either has a shape no format knows: then the page shows
 * the JSON, for a conversation with a missing half would mislead.
 */
export function readConversation(
  input: JsonValue | undefined,
  output: JsonValue | undefined,
): Conversation | undefined {
  const asked = readInput(input);
  const answered = readOutput(output);
  if (!asked || !answered || asked.length + answered.length === 0) return undefined;
  return { messages: pairToolResults([...asked, ...answered]) };
}
