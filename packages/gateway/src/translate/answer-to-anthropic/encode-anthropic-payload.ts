import { countFields } from '../count-fields.ts';
import type { AnthropicStreamEvent } from './anthropic-message.ts';

/** The JSON of one event's data. Pieces of text, which are nearly all of a stream, are put together from parts. */
export function encodeAnthropicPayload(payload: object): string {
  if (!isTextDelta(payload)) return JSON.stringify(payload);
  const { index, delta } = payload;
  return `{"type":"content_block_delta","index":${index},"delta":{"type":"text_delta","text":${JSON.stringify(delta.text)}}}`;
}

type BlockDelta = Extract<AnthropicStreamEvent, { type: 'content_block_delta' }>;
type TextDelta = BlockDelta & { delta: { type: 'text_delta'; text: string } };

/** Every field must be known; the order of fields has no meaning. */
function isTextDelta(payload: object): payload is TextDelta {
  const { type, index, delta } = payload as Partial<BlockDelta>;
  if (type !== 'content_block_delta' || !Number.isInteger(index) || countFields(payload) !== 3) return false;
  return delta?.type === 'text_delta' && typeof delta.text === 'string' && countFields(delta) === 2;
}
