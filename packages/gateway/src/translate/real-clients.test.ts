import Anthropic, { APIError as AnthropicApiError } from '@anthropic-ai/sdk';
import { type Emulator, startEmulator } from '@outcrop/emulator';
import OpenAI, { APIError } from 'openai';
import { weatherTool, weatherSchema } from '../../test/weather-tool.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGatewayFetch } from '../../test/create-gateway-fetch.ts';

const model = 'us.anthropic.claude-sonnet-4-20250514-v1:0';
let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

function createOpenAi(to: 'converse' | 'anthropic', script?: string): OpenAI {
  const fetch = createGatewayFetch({ emulator, to, script });
  return new OpenAI({ apiKey: 'x', baseURL: 'http://gateway.test/v1', fetch, maxRetries: 0 });
}

function createAnthropic(to: 'converse' | 'anthropic', script?: string): Anthropic {
  const fetch = createGatewayFetch({ emulator, to, script });
  return new Anthropic({ apiKey: 'x', baseURL: 'http://gateway.test', fetch, maxRetries: 0 });
}

describe.each(['converse', 'anthropic'] as const)("OpenAI's client through %s", (to) => {
  test('chat stream with tools', async () => {
    const stream = createOpenAi(to).chat.completions.stream({
      model,
      messages: [{ role: 'user', content: 'What is the weather in Paris?' }],
      tools: [weatherTool],
      tool_choice: 'required',
      stream_options: { include_usage: true },
    });
    const completion = await stream.finalChatCompletion();
    const [call] = completion.choices[0]?.message.tool_calls ?? [];
    expect(call).toMatchObject({ type: 'function', function: { name: 'get_weather' } });
    expect(completion.choices[0]?.finish_reason).toBe('tool_calls');
    expect(completion.usage?.completion_tokens).toBeGreaterThan(0);
  });

  test('chat with a JSON schema', async () => {
    const completion = await createOpenAi(to).chat.completions.create({
      model,
      messages: [{ role: 'user', content: 'The weather in Paris' }],
      response_format: { type: 'json_schema', json_schema: { name: 'weather', schema: weatherSchema } },
    });
    expect(JSON.parse(completion.choices[0]?.message.content ?? '')).toHaveProperty('city');
    expect(completion.choices[0]?.finish_reason).toBe('stop');
  });

  test('responses, streamed and not, with reasoning and a tool over three turns', async () => {
    const client = createOpenAi(to);
    const tools = [
      {
        type: 'function' as const,
        name: 'get_weather',
        parameters: weatherSchema,
        strict: null,
        description: 'The weather of a city',
      },
    ];
    const user = { role: 'user' as const, content: 'Think, then tell me the weather in Paris' };
    const reasoning = { effort: 'low' as const };
    const base = { model, tools, reasoning, max_output_tokens: 4000 };
    const first = await client.responses.stream({ ...base, input: [user] }).finalResponse();
    expect(first.status).toBe('completed');
    expect(first.output.map((item) => item.type)).toEqual(
      expect.arrayContaining(['reasoning', 'function_call']),
    );
    const call = first.output.find((item) => item.type === 'function_call');
    const output = { type: 'function_call_output' as const, call_id: call?.call_id ?? '', output: 'Sunny' };
    const replayed = first.output as OpenAI.Responses.ResponseInputItem[];
    const second = await client.responses.create({ ...base, input: [user, ...replayed, output] });
    expect(second.output_text).toMatch(/Sunny/);
    expect(second.usage?.input_tokens).toBeGreaterThan(0);
    const third = await client.responses.create({
      ...base,
      input: [
        user,
        ...replayed,
        output,
        ...(second.output as OpenAI.Responses.ResponseInputItem[]),
        { role: 'user', content: 'Thanks' },
      ],
    });
    expect(third.status).toBe('completed');
  });

  test.each(['exception-after=3:throttlingException:slow', 'cut-after=3'])(
    'a stream that ends in %s throws',
    async (script) => {
      const client = createOpenAi(to, script);
      const messages = [{ role: 'user' as const, content: 'Hello' }];
      const read = async () => {
        let text = '';
        for await (const chunk of await client.chat.completions.create({ model, messages, stream: true })) {
          text += chunk.choices[0]?.delta.content ?? '';
        }
        return text;
      };
      await expect(read()).rejects.toThrow(APIError);
      await expect(client.responses.stream({ model, input: 'Hello' }).finalResponse()).rejects.toThrow(
        /slow|ended before/,
      );
    },
  );

  test('a refusal of Bedrock keeps status, code and words', async () => {
    const client = createOpenAi(to, 'status=429:ThrottlingException:Too many tokens, please wait');
    const failure = client.chat.completions.create({ model, messages: [{ role: 'user', content: 'Hello' }] });
    await expect(failure).rejects.toMatchObject({
      status: 429,
      code: 'rate_limit_exceeded',
      type: 'rate_limit_error',
      message: expect.stringContaining('Too many tokens'),
    });
  });
});

describe.each(['converse', 'anthropic'] as const)("Anthropic's client through %s", (to) => {
  test('message stream with a tool', async () => {
    const message = await createAnthropic(to)
      .messages.stream({
        model,
        max_tokens: 1000,
        messages: [{ role: 'user', content: 'What is the weather in Paris?' }],
        tools: [{ name: 'get_weather', description: 'The weather of a city', input_schema: weatherSchema }],
        tool_choice: { type: 'any' },
      })
      .finalMessage();
    expect(message.stop_reason).toBe('tool_use');
    expect(message.content.at(-1)).toMatchObject({
      type: 'tool_use',
      name: 'get_weather',
      input: { city: expect.any(String) },
    });
    expect(message.usage.output_tokens).toBeGreaterThan(0);
  });

  test('a stream that is cut or breaks off throws', async () => {
    for (const script of ['exception-after=3:modelStreamErrorException:broken', 'cut-after=3']) {
      const stream = createAnthropic(to, script).messages.stream({
        model,
        max_tokens: 100,
        messages: [{ role: 'user', content: 'Hello' }],
      });
      await expect(stream.finalMessage()).rejects.toThrow(AnthropicApiError);
    }
  });
});

test('a refusal of ours names the field', async () => {
  const failure = createAnthropic('converse').messages.create({
    model,
    max_tokens: 100,
    messages: [{ role: 'user', content: [{ type: 'image', source: { type: 'file', file_id: 'f' } }] }],
  });
  await expect(failure).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining('messages[0].content[0].source'),
  });
});
