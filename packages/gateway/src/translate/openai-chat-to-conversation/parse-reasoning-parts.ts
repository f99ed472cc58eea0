import { type Fields, isRecord, parseArray } from '../conversation/parse-field.ts';
import type { RedactedThinkingPart, ThinkingPart } from '../conversation/part.ts';

type ReasoningPart = ThinkingPart | RedactedThinkingPart;

/**
 * Reads the reasoning that a client gives back with an assistant's message. The API has no field for it; clients use
 * `thinking_blocks` (as this gateway answers), `reasoning_details`, or the bare text in `reasoning_content`.
 */
export function parseReasoningParts(message: Fields, place: string): ReasoningPart[] {
  if (message.thinking_blocks) {
    return parseArray(message.thinking_blocks, `${place}.thinking_blocks`).flatMap(findThinking);
  }
  if (message.reasoning_details) {
    return parseArray(message.reasoning_details, `${place}.reasoning_details`).flatMap(findThinking);
  }
  const { reasoning_content: text, reasoning_signature: signature } = message;
  if (typeof text !== 'string') return [];
  return [{ type: 'thinking', text, signature: typeof signature === 'string' ? signature : undefined }];
}

/** One block of either list, in Anthropic's or OpenRouter's words. */
export function findThinking(value: unknown): ReasoningPart[] {
  if (!isRecord(value)) return [];
  const { type, data, signature } = value;
  if ((type === 'redacted_thinking' || type === 'reasoning.encrypted') && typeof data === 'string') {
    return [{ type: 'redacted-thinking', data }];
  }
  const text = value.thinking ?? value.text;
  if (typeof text !== 'string') return [];
  return [{ type: 'thinking', text, signature: typeof signature === 'string' ? signature : undefined }];
}
