import { expect, test } from 'vitest';
import { encodeAnthropicPayload } from './encode-anthropic-payload.ts';

const event = {
  type: 'content_block_delta',
  index: 2,
  delta: { type: 'text_delta', text: 'a "b"\n\u2028\ud800' },
};

test.each([
  event,
  { ...event, index: 1.5 },
  { ...event, index: '1' },
  { ...event, more: 1 },
  { ...event, delta: { ...event.delta, more: 1 } },
  { ...event, delta: { type: 'text_delta', text: 1 } },
  { ...event, delta: { type: 'thinking_delta', thinking: 'a' } },
  { ...event, delta: null },
  { type: 'message_stop' },
])('the data of an event is its JSON: %j', (payload) => {
  expect(encodeAnthropicPayload(payload)).toBe(JSON.stringify(payload));
});
