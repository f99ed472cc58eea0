import Anthropic, { APIError } from '@anthropic-ai/sdk';
import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claude, findScriptedTargets } from '../../../test/find-scripted-targets.ts';
import { openTestGateway } from '../../../test/start-test-gateway.ts';
import { weatherSchema } from '../../../test/weather-tool.ts';

let gateway: Awaited<ReturnType<typeof openTestGateway>>;
let client: Anthropic;
beforeAll(async () => {
  gateway = await openTestGateway({
    findTargets: findScriptedTargets,
    host: {
      listModels: () =>
        Promise.resolve([{ name: 'a', createdAt: 0, ownedBy: 'anthropic', displayName: 'A' }]),
    },
  });
  client = new Anthropic({ apiKey: gateway.key, baseURL: gateway.url, maxRetries: 0 });
});
afterAll(() => gateway.close());

const hello = [{ role: 'user' as const, content: 'Hello' }];
const tools = [{ name: 'get_weather', description: 'The weather of a city', input_schema: weatherSchema }];
const noRetries = { headers: { 'x-outcrop-retries': '0' } };

describe.each([`converse/${claude}`, `anthropic/${claude}`])('%s', (model) => {
  test('a message and its stream say the same', async () => {
    const { data, request_id: requestId } = await client.messages
      .create({ model, max_tokens: 100, messages: hello })
      .withResponse();
    expect(data.content[0]).toMatchObject({ type: 'text', text: expect.stringMatching(/^Hello!/) });
    expect(requestId).toBeTruthy();
    const streamed = await client.messages.stream({ model, max_tokens: 100, messages: hello }).finalMessage();
    expect(streamed.content).toEqual(data.content);
    expect(streamed.usage.output_tokens).toBe(data.usage.output_tokens);
  });

  test('thinking and tools over three turns', async () => {
    const messages: Anthropic.MessageParam[] = [
      { role: 'user', content: 'Think, then tell me the weather in Paris' },
    ];
    const thinking = { type: 'enabled', budget_tokens: 1024 } as const;
    const ask = () =>
      client.messages.stream({ model, max_tokens: 4000, messages, tools, thinking }).finalMessage();
    const first = await ask();
    expect(first.content.map(({ type }) => type)).toEqual(expect.arrayContaining(['thinking', 'tool_use']));
    const call = first.content.find((block) => block.type === 'tool_use');
    messages.push({ role: 'assistant', content: first.content });
    messages.push({
      role: 'user',
      content: [{ type: 'tool_result', tool_use_id: call?.id ?? '', content: 'Sunny' }],
    });
    const second = await ask();
    expect(second.content.at(-1)).toMatchObject({ text: expect.stringMatching(/Sunny/) });
    messages.push({ role: 'assistant', content: second.content }, { role: 'user', content: 'Thanks' });
    expect((await ask()).stop_reason).toBeTruthy();
    expect(Buffer.from(gateway.records.at(-1)?.upstreamBody ?? []).toString()).toContain('"signature":');
  });

  test('tokens are counted', async () => {
    const counted = await client.messages.countTokens({ model, messages: hello });
    expect(counted.input_tokens).toBeGreaterThan(0);
  });

  test.each([
    ['status=429:ThrottlingException', 429, 'rate_limit_error'],
    ['status=403:AccessDeniedException', 403, 'permission_error'],
    ['status=400:ValidationException', 400, 'invalid_request_error'],
    ['status=503:ServiceUnavailableException', 503, 'overloaded_error'],
    ['status=500:InternalServerException', 500, 'api_error'],
  ])('%s before the answer keeps its status', async (script, status, type) => {
    const request = { model: `${model}#${script}`, max_tokens: 100, messages: hello };
    await expect(client.messages.create(request, noRetries)).rejects.toMatchObject({
      status,
      error: { type: 'error', error: { type } },
      requestID: expect.any(String),
    });
  });

  test.each(['exception-after=3:modelStreamErrorException:broken', 'cut-after=3', 'malformed-after=3'])(
    '%s in the middle of a stream throws',
    async (script) => {
      const stream = client.messages.stream({
        model: `${model}#${script}`,
        max_tokens: 100,
        messages: hello,
      });
      await expect(stream.finalMessage()).rejects.toThrow(APIError);
    },
  );
});

test('models are listed in the shape that Anthropic has', async () => {
  const page = await client.models.list();
  expect(page.data).toEqual([
    { type: 'model', id: 'a', display_name: 'A', created_at: '1970-01-01T00:00:00.000Z' },
  ]);
  expect(await client.models.retrieve('a')).toMatchObject({ id: 'a' });
  await expect(client.models.retrieve('b')).rejects.toMatchObject({ status: 404 });
});

test("Anthropic's client for Bedrock works by its base URL", async () => {
  const bedrock = new AnthropicBedrock({
    apiKey: gateway.key,
    awsRegion: 'us-east-1',
    baseURL: gateway.url,
    maxRetries: 0,
  });
  const message = await bedrock.messages.create({ model: claude, max_tokens: 100, messages: hello });
  expect(message.content[0]).toMatchObject({ text: expect.stringMatching(/^Hello!/) });
  let text = '';
  for await (const event of await bedrock.messages.create({
    model: claude,
    max_tokens: 100,
    messages: hello,
    stream: true,
  })) {
    if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') text += event.delta.text;
  }
  expect(text).toMatch(/^Hello!/);
});
