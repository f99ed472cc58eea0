import type Anthropic from '@anthropic-ai/sdk';
import { type Emulator, startEmulator } from '@outcrop/emulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, askForStream } from '../../test/ask-emulator.ts';
import type { AnthropicMessage, AnthropicStreamEvent } from './answer-to-anthropic/anthropic-message.ts';

// What we answer must have the fields that the real client's types promise of every version of the API.
type Promised = Pick<Anthropic.Message, 'id' | 'model' | 'role' | 'type' | 'stop_reason' | 'stop_sequence'>;
const asAnthropic = (value: AnthropicMessage): Promised => value;

const modelId = 'us.anthropic.claude-sonnet-4-20250514-v1:0';
const tools = [
  {
    name: 'get_weather',
    description: 'The weather of a city',
    input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
];

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

type Format = 'converse' | 'anthropic';
const createQuestion = (to: Format) => (body: Record<string, unknown>, script?: string) =>
  ({
    from: 'anthropic-messages',
    to,
    modelId,
    body: { model: 'x', max_tokens: 2000, ...body },
    script,
  }) as const;

describe.each(['converse', 'anthropic'] as const)('messages through %s', (to) => {
  const question = createQuestion(to);
  test('text and usage', async () => {
    const messages = [{ role: 'user', content: 'Hello' }];
    const answer = (await ask(emulator, question({ system: 'Be kind', messages }))) as never;
    expect(asAnthropic(answer)).toMatchObject({
      type: 'message',
      role: 'assistant',
      content: [{ type: 'text', text: expect.stringMatching(/Hello! How can I help/) }],
      stop_reason: 'end_turn',
      usage: { input_tokens: expect.any(Number), output_tokens: expect.any(Number) },
    });
  });

  test('thinking, a tool call, its result: over three turns, with the signature given back', async () => {
    const user = { role: 'user', content: 'Think, then tell me the weather in Paris' };
    const thinking = { type: 'enabled', budget_tokens: 1024 };
    const first = (await ask(
      emulator,
      question({ messages: [user], tools, thinking }),
    )) as unknown as AnthropicMessage;
    const types = first.content.map((block) => block.type);
    expect(types).toContain('thinking');
    expect(types).toContain('tool_use');
    expect(first.stop_reason).toBe('tool_use');
    const call = first.content.find((block) => block.type === 'tool_use');
    const result = { type: 'tool_result', tool_use_id: call?.id, content: 'Sunny' };
    const second = (await ask(
      emulator,
      question({
        messages: [user, { role: 'assistant', content: first.content }, { role: 'user', content: [result] }],
        tools,
        thinking,
      }),
    )) as unknown as AnthropicMessage;
    expect(JSON.stringify(second.content)).toMatch(/Sunny/);
    const sent = JSON.stringify(emulator.requests.at(-1)?.body);
    const { signature } = first.content.find((block) => block.type === 'thinking') ?? {};
    expect(sent).toContain(JSON.stringify({ text: 'x', signature }).slice('{"text":"x",'.length, -1));
  });

  test('a stream in the order of the API, with the counts in its last delta', async () => {
    const body = { messages: [{ role: 'user', content: 'Hello' }] };
    const events = (await askForStream(emulator, question(body))) as unknown as AnthropicStreamEvent[];
    const types = events.map((event) => event.type);
    expect(types.slice(0, 2)).toEqual(['message_start', 'content_block_start']);
    expect(types.slice(-3)).toEqual(['content_block_stop', 'message_delta', 'message_stop']);
    const whole = (await ask(emulator, question(body))) as unknown as AnthropicMessage;
    expect(events.at(-2)).toMatchObject({
      delta: { stop_reason: 'end_turn' },
      usage: { output_tokens: whole.usage.output_tokens },
    });
  });

  test('a stream that breaks off ends in the error of the API', async () => {
    const body = { messages: [{ role: 'user', content: 'Hello' }] };
    const events = await askForStream(emulator, question(body, 'exception-after=3:throttlingException:slow'));
    expect(events.at(-1)).toMatchObject({
      type: 'error',
      error: { type: 'rate_limit_error', message: 'slow' },
    });
    expect(events.filter((event) => event.type === 'message_stop')).toEqual([]);
  });
});
