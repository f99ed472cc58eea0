import { Anthropic, BadRequestError, PermissionDeniedError, RateLimitError } from '@anthropic-ai/sdk';
import { AnthropicBedrock, AnthropicBedrockMantle } from '@anthropic-ai/bedrock-sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { catchError, collect } from '../test/create-bedrock-client.ts';
import { defaultBearerToken, defaultCredentials, scriptHeader, startEmulator } from './index.ts';
import type { Emulator } from './index.ts';

const request = {
  model: 'anthropic.claude-sonnet-4-20250514-v1:0',
  max_tokens: 500,
  messages: [{ role: 'user' as const, content: 'What is the capital of France?' }],
};
const capital = 'The capital of France is Paris.';

let emulator: Emulator;
let client: AnthropicBedrockMantle;

beforeAll(async () => {
  emulator = await startEmulator();
  client = createClient();
});
afterAll(() => emulator.close());
beforeEach(() => emulator.reset());

function createClient(script?: string): AnthropicBedrockMantle {
  return new AnthropicBedrockMantle({
    awsRegion: 'us-east-1',
    awsAccessKey: defaultCredentials.accessKeyId,
    awsSecretAccessKey: defaultCredentials.secretAccessKey,
    baseURL: `${emulator.url}/anthropic`,
    maxRetries: 0,
    defaultHeaders: script === undefined ? {} : { [scriptHeader]: script },
  });
}

describe('who may call', () => {
  test('AnthropicBedrockMantle with a signature for bedrock-mantle', async () => {
    expect(await client.messages.create(request)).toMatchObject({
      content: [{ type: 'text', text: capital }],
    });
    expect(emulator.requests[0]?.headers.authorization).toContain('/bedrock-mantle/aws4_request');
    expect(emulator.requests[0]).toMatchObject({ operation: 'CreateMessage', modelId: request.model });
  });

  test('AnthropicBedrockMantle and Anthropic with an API key', async () => {
    const options = { apiKey: defaultBearerToken, baseURL: `${emulator.url}/anthropic` };
    for (const keyed of [new AnthropicBedrockMantle(options), new Anthropic(options)])
      expect(await keyed.messages.create(request)).toMatchObject({ stop_reason: 'end_turn' });
    const header = { 'x-api-key': defaultBearerToken, 'content-type': 'application/json' };
    const body = JSON.stringify(request);
    const answer = await fetch(`${emulator.url}/anthropic/v1/messages`, {
      method: 'POST',
      headers: header,
      body,
    });
    expect(answer.status).toBe(200);
  });

  test('AnthropicBedrock, over InvokeModel', async () => {
    const runtime = new AnthropicBedrock({
      awsRegion: 'us-east-1',
      awsAccessKey: defaultCredentials.accessKeyId,
      awsSecretKey: defaultCredentials.secretAccessKey,
      baseURL: emulator.url,
    });
    expect(await runtime.messages.create(request)).toMatchObject({ content: [{ text: capital }] });
    expect(emulator.requests[0]?.operation).toBe('InvokeModel');
  });

  test('nobody with a wrong key, and says so as Anthropic does', async () => {
    const stranger = new AnthropicBedrockMantle({ apiKey: 'wrong', baseURL: `${emulator.url}/anthropic` });
    const error = await catchError(stranger.messages.create(request).then());
    expect(error).toBeInstanceOf(PermissionDeniedError);
    expect(error).toMatchObject({
      status: 403,
      error: { type: 'error', error: { type: 'permission_error' } },
    });
  });
});

test('a message is the same whole and streamed', async () => {
  const thinking = {
    ...request,
    thinking: { type: 'enabled' as const, budget_tokens: 1024 },
    max_tokens: 2000,
  };
  const whole = await client.messages.create(thinking);
  const streamed = await client.messages.stream(thinking).finalMessage();
  expect(streamed).toMatchObject({ ...whole, usage: whole.usage });
  expect(whole.content.map((block) => block.type)).toEqual(['thinking', 'text']);
});

test('events come as server-sent events with a ping among them', async () => {
  const response = await client.messages.create({ ...request, stream: true }).asResponse();
  expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
  expect((await response.text()).split('\n').filter((line) => line.startsWith('event: '))).toEqual(
    expect.arrayContaining(['event: message_start', 'event: ping', 'event: message_stop']),
  );
});

test('tokens are counted', async () => {
  const { max_tokens: _, ...countable } = request;
  const counted = await client.messages.countTokens(countable);
  const answered = await client.messages.create(request);
  expect(counted.input_tokens).toBe(answered.usage.input_tokens);
});

describe('misbehaviour', () => {
  test('throttles as Anthropic does', async () => {
    const error = await catchError(createClient('throttle=1').messages.create(request).then());
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toMatchObject({ error: { error: { type: 'rate_limit_error' } } });
  });

  test('puts an error into a stream', async () => {
    const failing = createClient('exception-after=3:serviceUnavailableException');
    const error = await catchError(collect(await failing.messages.create({ ...request, stream: true })));
    expect(error).toMatchObject({ type: 'overloaded_error' });
  });

  test('cuts a stream', async () => {
    const stream = await createClient('cut-after=3').messages.create({ ...request, stream: true });
    await expect(collect(stream)).rejects.toThrow('terminated');
  });
});

test('a body without messages is refused', async () => {
  const error = await catchError(client.messages.create({ ...request, messages: [] }).then());
  expect(error).toBeInstanceOf(BadRequestError);
  expect(error.message).toContain('at least one message is required');
});
