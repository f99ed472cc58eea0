import { signRequest } from '@outcrop/bedrock';
import { APIError, BadRequestError, OpenAI, PermissionDeniedError } from 'openai';
import { BedrockOpenAI } from 'openai/bedrock';
import { bedrock } from 'openai/providers/bedrock';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { catchError, collect } from '../test/create-bedrock-client.ts';
import { defaultBearerToken, defaultCredentials, scriptHeader, startEmulator } from './index.ts';
import type { Emulator } from './index.ts';

const model = 'openai.gpt-oss-120b-1:0';
const question = [{ role: 'user', content: 'What is the capital of France?' }] as const;
const capital = 'The capital of France is Paris.';

let emulator: Emulator;
let client: OpenAI;

beforeAll(async () => {
  emulator = await startEmulator();
  client = createClient();
});
afterAll(() => emulator.close());
beforeEach(() => emulator.reset());

function createClient(script?: string): OpenAI {
  return new OpenAI({
    apiKey: defaultBearerToken,
    baseURL: `${emulator.url}/openai/v1`,
    maxRetries: 0,
    defaultHeaders: script === undefined ? {} : { [scriptHeader]: script },
  });
}

function createSigningFetch(service: string): typeof fetch {
  return (input, init) => {
    const url = new URL(input);
    const body = init?.body as string;
    const headers = { host: url.host, 'content-type': 'application/json' };
    const signature = signRequest(
      { method: 'POST', path: url.pathname, headers, body },
      { credentials: defaultCredentials, region: 'us-east-1', service },
    );
    return fetch(url, { method: 'POST', headers: { ...headers, ...signature }, body });
  };
}

const weather = {
  name: 'get_weather',
  description: 'The weather of a city',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};

describe('who may call', () => {
  test('BedrockOpenAI with an API key', async () => {
    const mantle = new BedrockOpenAI({ apiKey: defaultBearerToken, baseURL: `${emulator.url}/v1` });
    const answer = await mantle.chat.completions.create({ model, messages: [...question] });
    expect(answer.choices[0]?.message.content).toBe(capital);
  });

  test("OpenAI's Bedrock provider with an API key", async () => {
    const options = { region: 'us-east-1', baseURL: `${emulator.url}/openai/v1`, apiKey: defaultBearerToken };
    const provided = new OpenAI({ provider: bedrock(options) });
    const answer = await provided.responses.create({ model, input: question[0].content });
    expect(answer.output_text).toBe(capital);
  });

  test.each(['bedrock', 'bedrock-mantle'])('anybody with a signature for %s', async (service) => {
    const signed = new OpenAI({
      apiKey: 'replaced by a signature',
      baseURL: `${emulator.url}/v1`,
      fetch: createSigningFetch(service),
    });
    const answer = await signed.responses.create({ model, input: question[0].content });
    expect(answer.output_text).toBe(capital);
  });

  test('nobody with a signature for another service', async () => {
    const fetch = createSigningFetch('s3');
    const signed = new OpenAI({
      apiKey: 'replaced by a signature',
      baseURL: `${emulator.url}/v1`,
      fetch,
      maxRetries: 0,
    });
    await expect(signed.responses.create({ model, input: 'Hello' })).rejects.toMatchObject({ status: 403 });
  });

  test('nobody with a wrong key, and says so as OpenAI does', async () => {
    const stranger = new OpenAI({ apiKey: 'wrong', baseURL: `${emulator.url}/v1`, maxRetries: 0 });
    const error = await catchError(stranger.models.list());
    expect(error).toBeInstanceOf(PermissionDeniedError);
    expect(error).toMatchObject({ status: 403, code: 'access_denied' });
  });
});

describe('chat completions', () => {
  test('give the same answer whole and streamed', async () => {
    const whole = await client.chat.completions.create({ model, messages: [...question] });
    const chunks = await collect(
      await client.chat.completions.create({
        model,
        messages: [...question],
        stream: true,
        stream_options: { include_usage: true },
      }),
    );
    const text = chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');
    expect(text).toBe(whole.choices[0]?.message.content);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: whole.usage });
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe(whole.choices[0]?.finish_reason);
    expect(emulator.requests[0]).toMatchObject({
      operation: 'CreateChatCompletion',
      modelId: model,
      status: 200,
    });
  });

  test('leave usage out of a stream that did not ask for it', async () => {
    const chunks = await collect(
      await client.chat.completions.create({ model, messages: [...question], stream: true }),
    );
    expect(chunks.filter((chunk) => chunk.usage)).toEqual([]);
  });

  test('call tools, whose arguments stream in pieces', async () => {
    const request = {
      model,
      messages: [{ role: 'user' as const, content: 'The weather in Oslo?' }],
      tools: [{ type: 'function' as const, function: weather }],
    };
    const whole = await client.chat.completions.create(request);
    const streamed = await client.chat.completions.stream(request).finalChatCompletion();
    expect(whole.choices[0]?.finish_reason).toBe('tool_calls');
    expect(whole.choices[0]?.message.tool_calls?.[0]).toMatchObject({
      type: 'function',
      function: { name: 'get_weather', arguments: expect.stringContaining('city') as string },
    });
    expect(streamed.choices[0]?.message.tool_calls).toMatchObject(whole.choices[0]?.message.tool_calls ?? []);
  });

  test('satisfy a schema', async () => {
    const { content } = (
      await client.chat.completions.create({
        model,
        messages: [...question],
        response_format: { type: 'json_schema', json_schema: { name: 'city', schema: weather.parameters } },
      })
    ).choices[0]?.message ?? { content: null };
    expect(JSON.parse(content ?? '')).toEqual({ city: expect.any(String) as string });
  });

  test('say what was cached when a cache key was given', async () => {
    const request = { model, messages: [...question], prompt_cache_key: 'france' };
    const first = await client.chat.completions.create(request);
    const second = await client.chat.completions.create(request);
    expect(first.usage?.prompt_tokens_details?.cached_tokens).toBe(0);
    expect(second.usage?.prompt_tokens_details?.cached_tokens).toBe(first.usage?.prompt_tokens);
    expect(second.usage?.total_tokens).toBe(first.usage?.total_tokens);
  });
});

describe('responses', () => {
  test('give the same answer whole and streamed', async () => {
    const request = { model, input: question[0].content, reasoning: { effort: 'low' as const } };
    const whole = await client.responses.create(request);
    const events = await collect(await client.responses.create({ ...request, stream: true }));
    const last = events.at(-1);
    expect(last?.type === 'response.completed' && last.response).toMatchObject({
      output: whole.output,
      usage: whole.usage,
    });
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, index) => index));
    expect(whole.output.map((item) => item.type)).toEqual(['reasoning', 'message']);
    expect(whole.usage?.output_tokens_details.reasoning_tokens).toBeGreaterThan(0);
    expect(await client.responses.stream(request).finalResponse()).toMatchObject({ output_text: capital });
  });

  test('call a function and take its result', async () => {
    const tools = [{ type: 'function' as const, strict: null, ...weather }];
    const first = await client.responses.create({ model, tools, input: 'The weather in Oslo?' });
    const call = first.output.find((item) => item.type === 'function_call');
    expect(call).toMatchObject({ name: 'get_weather' });
    const second = await client.responses.create({
      model,
      tools,
      input: [
        { role: 'user', content: 'The weather in Oslo?' },
        ...(call ? [call] : []),
        { type: 'function_call_output', call_id: call?.call_id ?? '', output: '4 degrees' },
      ],
    });
    expect(second.output_text).toContain('4 degrees');
  });

  test('say that they were cut', async () => {
    const cut = await client.responses.create({ model, input: question[0].content, max_output_tokens: 3 });
    expect(cut).toMatchObject({ status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } });
  });

  test('refuse what has no input', async () => {
    const error = await catchError(client.responses.create({ model, input: [] }));
    expect(error).toBeInstanceOf(BadRequestError);
    expect(error).toMatchObject({ code: 'validation_error', param: null });
  });
});

describe('misbehaviour', () => {
  test('throttles a number of attempts, which the client counts itself', async () => {
    const patient = createClient('throttle=1');
    patient.maxRetries = 1;
    await patient.chat.completions.create({ model, messages: [...question] });
    expect(emulator.requests.map(({ status, attempt }) => [status, attempt])).toEqual([
      [429, 1],
      [200, 2],
    ]);
  });

  test('puts an error into a stream', async () => {
    const failing = createClient('exception-after=2:throttlingException:slow%20down');
    const stream = await failing.chat.completions.create({ model, messages: [...question], stream: true });
    const error = await catchError(collect(stream));
    expect(error).toBeInstanceOf(APIError);
    expect(error).toMatchObject({ message: 'slow down', type: 'rate_limit_error' });
  });

  test('cuts a stream', async () => {
    const failing = createClient('cut-after=3');
    const stream = await failing.responses.create({ model, input: question[0].content, stream: true });
    await expect(collect(stream)).rejects.toThrow('terminated');
  });

  test('breaks the JSON of an event', async () => {
    const failing = createClient('malformed-after=1');
    failing.logLevel = 'off';
    const stream = await failing.chat.completions.create({ model, messages: [...question], stream: true });
    await expect(collect(stream)).rejects.toThrow(SyntaxError);
  });
});

test('models are those of the catalog', async () => {
  const { data } = await client.models.list();
  expect(data.find(({ id }) => id === model)).toMatchObject({ object: 'model', owned_by: 'openai' });
});

test('an unknown path is refused as OpenAI would', async () => {
  const error = await catchError(client.files.list().then());
  expect(error).toMatchObject({ status: 404, code: 'not_found' });
});

const converse = async (id: string) => {
  const answer = await fetch(`${emulator.url}/model/${id}/converse`, {
    method: 'POST',
    headers: { authorization: `Bearer ${defaultBearerToken}` },
    body: JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'Hello' }] }] }),
  });
  return [answer.status, await answer.json()];
};

test('models that only the OpenAI endpoint has answer there, and by no API that they lack', async () => {
  const messages = [{ role: 'user' as const, content: 'What is the capital of France?' }];
  const { choices } = await client.chat.completions.create({ model: 'xai.grok-4.3', messages });
  expect(choices[0]?.message.content).toBe(capital);
  expect(await converse('xai.grok-4.3')).toEqual([
    400,
    { message: 'The provided model identifier is invalid.' },
  ]);
  expect((await converse('us.openai.gpt-5.6-sol'))[0]).toBe(200);
  const chat = client.chat.completions.create({ model: 'openai.gpt-5.4', messages });
  await expect(chat).rejects.toMatchObject({ status: 400 });
  const { output_text: text } = await client.responses.create({
    model: 'openai.gpt-5.4',
    input: messages[0]?.content,
  });
  expect(text).toBe(capital);
});
