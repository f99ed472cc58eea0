import type { JsonValue } from '@outcrop/protocol';
import { expect, test } from 'vitest';
import { mapGenAiContent } from './gen-ai-messages.ts';

const call = { type: 'tool_call', id: 't1', name: 'weather', arguments: { city: 'Oslo' } };
const response = { type: 'tool_call_response', id: 't1', response: [{ text: '11 °C' }] };

const conversations: [api: string, input: JsonValue, output: JsonValue][] = [
  [
    'Converse',
    {
      system: [{ text: 'Be brief.' }],
      messages: [
        { role: 'user', content: [{ text: 'Weather?' }, { image: { format: 'png' } }] },
        {
          role: 'assistant',
          content: [
            { reasoningContent: { reasoningText: { text: 'Hm.' } } },
            { toolUse: { toolUseId: 't1', name: 'weather', input: { city: 'Oslo' } } },
          ],
        },
        { role: 'user', content: [{ toolResult: { toolUseId: 't1', content: [{ text: '11 °C' }] } }] },
      ],
    },
    { role: 'assistant', content: [{ text: 'Eleven.' }] },
  ],
  [
    'Anthropic',
    {
      system: 'Be brief.',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Weather?' },
            { type: 'image', format: 'png' },
          ],
        },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Hm.' },
            { type: 'tool_use', id: 't1', name: 'weather', input: { city: 'Oslo' } },
          ],
        },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: [{ text: '11 °C' }] }] },
      ],
    },
    { role: 'assistant', content: [{ type: 'text', text: 'Eleven.' }], stop_reason: 'end_turn' },
  ],
];

test.each(conversations)('messages of %s', (_api, input, output) => {
  const { system, input: messages, output: answers } = mapGenAiContent(input, output, 'end_turn');
  expect(system).toEqual([{ type: 'text', content: 'Be brief.' }]);
  expect(messages).toEqual([
    {
      role: 'user',
      parts: [{ type: 'text', content: 'Weather?' }, expect.objectContaining({ type: 'image' }) as object],
    },
    { role: 'assistant', parts: [{ type: 'reasoning', content: 'Hm.' }, call] },
    { role: 'user', parts: [response] },
  ]);
  expect(answers).toEqual([
    { role: 'assistant', parts: [{ type: 'text', content: 'Eleven.' }], finish_reason: 'end_turn' },
  ]);
});

test('messages of chat completions, with tool calls beside an empty content', () => {
  const { output } = mapGenAiContent(
    { messages: [] },
    {
      choices: [
        {
          message: {
            role: 'assistant',
            content: null,
            tool_calls: [{ id: 't1', type: 'function', function: { name: 'weather', arguments: '{}' } }],
          },
        },
      ],
    },
    'tool_calls',
  );
  expect(output).toEqual([
    {
      role: 'assistant',
      parts: [{ type: 'tool_call', id: 't1', name: 'weather', arguments: '{}' }],
      finish_reason: 'tool_calls',
    },
  ]);
});

test('a body without messages is text', () => {
  expect(mapGenAiContent({ inputText: 'Hi' }, { results: [] }, undefined)).toEqual({
    input: [{ role: 'user', parts: [{ type: 'text', content: '{"inputText":"Hi"}' }] }],
    output: [{ role: 'assistant', parts: [{ type: 'text', content: '{"results":[]}' }] }],
  });
  expect(mapGenAiContent('Hi', undefined, undefined)).toEqual({
    input: [{ role: 'user', parts: [{ type: 'text', content: 'Hi' }] }],
  });
});
