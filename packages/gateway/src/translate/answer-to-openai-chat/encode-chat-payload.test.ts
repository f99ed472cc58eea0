import { expect, test } from 'vitest';
import { encodeChatPayload } from './encode-chat-payload.ts';

const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 7, model: 'a "model"' };
const choice = { index: 0, delta: { content: 'Hi' }, logprobs: null, finish_reason: null };

test.each([
  { ...head, choices: [choice] },
  { ...head, choices: [{ ...choice, delta: { content: '' } }] },
  { ...head, choices: [{ ...choice, delta: { content: 'line\n"quoted"\u2028\ud83d\ude00\ud800 \\' } }] },
  { ...head, id: 'other', choices: [choice] },
  { ...head, model: 'other', choices: [choice] },
  { ...head, choices: [{ ...choice, delta: { content: 'a', role: 'assistant' } }] },
  { ...head, choices: [{ ...choice, delta: { reasoning_content: 'a' } }] },
  { ...head, choices: [{ ...choice, finish_reason: 'stop' }] },
  { ...head, choices: [{ ...choice, logprobs: { content: [] } }] },
  { ...head, choices: [{ ...choice, index: 1 }] },
  { ...head, choices: [{ ...choice, more: 1 }] },
  { ...head, choices: [choice, choice] },
  { ...head, choices: [], usage: { prompt_tokens: 1 } },
  { ...head, choices: [choice], usage: null },
  { ...head, id: undefined, choices: [choice] },
  { ...head, choices: [{ ...choice, delta: null }] },
  { ...head, choices: 'none' },
  { error: { message: 'broken' } },
])('the data of an event is its JSON: %j', (payload) => {
  expect(JSON.parse(encodeChatPayload(payload))).toEqual(JSON.parse(JSON.stringify(payload)));
});
