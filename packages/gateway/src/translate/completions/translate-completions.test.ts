import { expect, test } from 'vitest';
import { mapCompletionsAnswer, mapCompletionsChunk, mapCompletionsRequest } from './translate-completions.ts';

const named = { id: 'chatcmpl-1', created: 1, model: 'm' };

test('the prompt becomes the one message, whatever else is asked stays', () => {
  const expected = { model: 'm', max_tokens: 5, messages: [{ role: 'user', content: 'Hello' }] };
  expect(mapCompletionsRequest({ model: 'm', max_tokens: 5, prompt: 'Hello' })).toEqual(expected);
  expect(mapCompletionsRequest({ model: 'm', max_tokens: 5, prompt: ['Hello'] })).toEqual(expected);
});

test.each([
  [undefined, /prompt: is missing/],
  [[1, 2, 3], /tokens cannot be sent/],
  [[[1, 2]], /tokens cannot be sent/],
  [['a', 'b'], /one text/],
  [{}, /must be an array/],
])('a prompt of %j is refused', (prompt, message) => {
  expect(() => mapCompletionsRequest({ prompt })).toThrow(message);
});

test('answers and chunks become those of completions', () => {
  const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };
  const message = { role: 'assistant', content: 'Hi', refusal: null };
  const expected = { id: 'cmpl-1', object: 'text_completion', created: 1, model: 'm' };
  expect(
    mapCompletionsAnswer({ ...named, choices: [{ index: 0, message, finish_reason: 'stop' }], usage }),
  ).toEqual({
    ...expected,
    choices: [{ index: 0, text: 'Hi', logprobs: null, finish_reason: 'stop' }],
    usage,
  });
  const chunk = (delta: object, reason: string | null = null) =>
    mapCompletionsChunk({ ...named, choices: [{ index: 0, delta, finish_reason: reason }] });
  expect(chunk({ role: 'assistant', content: '' })).toBeUndefined();
  expect(chunk({ reasoning_content: 'Hm' })).toBeUndefined();
  expect(chunk({ content: 'Hi' })).toEqual({
    ...expected,
    choices: [{ index: 0, text: 'Hi', logprobs: null, finish_reason: null }],
  });
  expect(chunk({}, 'length')?.choices).toEqual([
    { index: 0, text: '', logprobs: null, finish_reason: 'length' },
  ]);
  expect(mapCompletionsChunk({ ...named, choices: [], usage })).toEqual({ ...expected, choices: [], usage });
});
