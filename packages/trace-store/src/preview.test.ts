import type { JsonValue } from '@outcrop/protocol';
import { describe, expect, it } from 'vitest';
import { previewInput, previewLength, previewOutput } from './preview.ts';

const call = { toolUse: { toolUseId: 't', name: 'find_order', input: { number: '58201', lines: [1, 2] } } };

describe('what was asked', () => {
  it.each<[string, JsonValue | undefined, string | null]>([
    ['nothing', undefined, null],
    ['null', null, null],
    ['an empty object', {}, null],
    [
      'Converse',
      { system: [{ text: 'Be kind' }], messages: [{ role: 'user', content: [{ text: 'Hi' }] }] },
      'Hi',
    ],
    [
      'Anthropic and OpenAI chat',
      {
        messages: [
          { role: 'system', content: 'Be kind' },
          { role: 'user', content: 'Hi' },
        ],
      },
      'Hi',
    ],
    ['OpenAI responses', { input: 'Hi' }, 'Hi'],
    [
      'items of OpenAI responses',
      { input: [{ role: 'user', content: [{ type: 'input_text', text: 'Hi' }] }] },
      'Hi',
    ],
    ['OpenTelemetry', [{ role: 'user', parts: [{ type: 'text', content: 'Hi' }] }], 'Hi'],
    ['a prompt', { prompt: 'Hi', max_gen_len: 5 }, 'Hi'],
    ['an embedding', { inputText: 'limestone' }, 'limestone'],
    ['arguments of a function', [{ city: 'Oslo', days: 3, units: null }], 'city: Oslo, days: 3, units: null'],
    ['the only argument of a function', { question: 'Hi' }, 'Hi'],
    ['several lines', 'Hi!\n\n  I bought\ta jacket ', 'Hi! I bought a jacket'],
    [
      'a conversation that goes on with the results of tools',
      {
        messages: [
          { role: 'user', content: [{ text: 'First' }] },
          { role: 'assistant', content: [{ text: 'Well' }] },
          { role: 'user', content: 'Second' },
          { role: 'assistant', content: [call] },
          { role: 'user', content: [{ toolResult: { toolUseId: 't', content: [{ text: 'found' }] } }] },
          { role: 'user', content: [{ type: 'tool_result', content: 'found' }] },
        ],
      },
      'Second',
    ],
    [
      'an image alone',
      { messages: [{ role: 'user', content: [{ image: { format: 'png' } }] }] },
      'role: user, content: png',
    ],
  ])('of %s', (_, input, expected) => {
    expect(previewInput(input)).toBe(expected);
  });
});

describe('what was answered', () => {
  it.each<[string, JsonValue | undefined, string | null]>([
    ['Converse', { role: 'assistant', content: [{ text: 'Hello' }, call] }, 'Hello'],
    [
      'thoughts before it',
      {
        content: [
          { type: 'thinking', thinking: 'Hm', text: 'Hm' },
          { type: 'text', text: 'Hello' },
        ],
      },
      'Hello',
    ],
    [
      "Converse's thoughts",
      { content: [{ reasoningContent: { reasoningText: { text: 'Hm' } } }, { text: 'Hello' }] },
      'Hello',
    ],
    ['OpenAI chat', { choices: [{ index: 0, message: { role: 'assistant', content: 'Hello' } }] }, 'Hello'],
    [
      'OpenAI responses',
      {
        output: [
          { type: 'reasoning', content: [{ text: 'Hm' }] },
          { type: 'message', content: [{ text: 'Hello' }] },
        ],
      },
      'Hello',
    ],
    ['Titan', { results: [{ outputText: 'Hello' }] }, 'Hello'],
    ['a tool call', { role: 'assistant', content: [call] }, 'find_order(number: 58201, lines: 1, 2)'],
    [
      "OpenAI's tool call",
      {
        choices: [
          {
            message: {
              content: null,
              tool_calls: [{ type: 'function', function: { name: 'find_order', arguments: '{"number":1}' } }],
            },
          },
        ],
      },
      'find_order({"number":1})',
    ],
    ['a number', 7, '7'],
  ])('of %s', (_, output, expected) => {
    expect(previewOutput(output)).toBe(expected);
  });
});

it('cuts what is long, between characters', () => {
  const long = previewOutput('😀'.repeat(1000)) ?? '';
  expect(long.length).toBeLessThanOrEqual(previewLength);
  expect(long).toMatch(/^(😀)+…$/u);
});

it('gives up on what nests without end', () => {
  let nested: JsonValue = 'deep';
  for (let level = 0; level < 10_000; level += 1) nested = [{ content: nested }];
  expect(previewInput(nested)).toMatch(/…/);
});
