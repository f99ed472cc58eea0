import { type Emulator, startEmulator } from '@outcrop/emulator';
import type OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask, askForStream } from '../../test/ask-emulator.ts';
import type { ChatChunk, ChatCompletion } from './answer-to-openai-chat/chat-completion.ts';

// What we answer must be what the real client's types promise: a compile-time check.
const asOpenAi = {
  completion: (value: ChatCompletion): OpenAI.ChatCompletion => value,
  chunk: (value: ChatChunk): OpenAI.ChatCompletionChunk => value,
};

const modelId = 'us.anthropic.claude-sonnet-4-20250514-v1:0';
const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'The weather of a city',
    parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
  },
};

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

const formats = ['converse', 'anthropic'] as const;

describe.each(formats)('chat completions through %s', (to) => {
  const question = (body: Record<string, unknown>, script?: string) =>
    ({ from: 'openai-chat', to, modelId, body: { model: 'x', ...body }, script }) as const;

  test('text, with system and developer messages', async () => {
    const messages = [
      { role: 'system', content: 'Be kind' },
      { role: 'developer', content: [{ type: 'text', text: 'Be short' }] },
      { role: 'user', content: 'Hello' },
    ];
    const answer = asOpenAi.completion((await ask(emulator, question({ messages }))) as never);
    expect(answer.choices[0]?.message.content).toMatch(/Hello! How can I help you/);
    expect(answer.choices[0]?.finish_reason).toBe('stop');
    expect(answer.usage?.total_tokens).toBe(
      (answer.usage?.prompt_tokens ?? 0) + (answer.usage?.completion_tokens ?? 0),
    );
    expect(answer.model).toBe(modelId);
  });

  test('a stream says the same as the answer, and its usage once when asked', async () => {
    const body = { messages: [{ role: 'user', content: 'Hello' }], stream_options: { include_usage: true } };
    const whole = (await ask(emulator, question(body))) as unknown as ChatCompletion;
    const chunks = (await askForStream(emulator, question(body))) as unknown as ChatChunk[];
    chunks.map(asOpenAi.chunk);
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe(
      whole.choices[0].message.content,
    );
    expect(chunks.filter((chunk) => chunk.usage)).toEqual([
      expect.objectContaining({ choices: [], usage: whole.usage }),
    ]);
    expect(chunks.flatMap((chunk) => chunk.choices[0]?.finish_reason ?? [])).toEqual(['stop']);
    const unasked = await askForStream(emulator, question({ messages: body.messages }));
    expect(unasked.filter((chunk) => chunk.usage)).toEqual([]);
  });

  test('a tool call, its result and the answer to it', async () => {
    const user = { role: 'user', content: 'What is the weather in Paris?' };
    const first = (await ask(
      emulator,
      question({ messages: [user], tools: [weather], tool_choice: 'required' }),
    )) as unknown as ChatCompletion;
    const [choice] = first.choices;
    expect(choice.finish_reason).toBe('tool_calls');
    expect(choice.message.tool_calls?.[0]?.function.name).toBe('get_weather');
    expect(JSON.parse(choice.message.tool_calls?.[0]?.function.arguments ?? '')).toHaveProperty('city');
    const second = await ask(
      emulator,
      question({
        messages: [
          user,
          choice.message,
          { role: 'tool', tool_call_id: choice.message.tool_calls?.[0]?.id, content: 'Sunny' },
        ],
        tools: [weather],
      }),
    );
    expect((second as unknown as ChatCompletion).choices[0].message.content).toMatch(/Sunny/);
  });
});
