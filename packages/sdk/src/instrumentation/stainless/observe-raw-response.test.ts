import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';
import { OpenAI } from 'openai';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BedrockSession } from '../../../test/bedrock-session.ts';
import { flush, wrapAnthropic, wrapOpenAI } from '../../index.ts';

const messages = [{ role: 'user' as const, content: 'What is the capital of France?' }];
const request = { model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', max_tokens: 500, messages };

let session: BedrockSession;

beforeEach(async () => {
  session = await BedrockSession.start();
});

afterEach(() => session.close());

function createClient(directives = ''): AnthropicBedrock {
  return new AnthropicBedrock({
    awsRegion: 'us-west-2',
    apiKey: 'emulator-token',
    baseURL: session.emulator.url,
    defaultHeaders: directives ? { 'x-outcrop-emulator': directives } : {},
  });
}

async function ask(client: AnthropicBedrock, stream: boolean): Promise<Response> {
  return client.messages.create({ ...request, stream }).asResponse();
}

function bodyOf({ body }: Response): ReadableStream<Uint8Array> {
  if (!body) throw new Error('The response has no body.');
  return body;
}

async function readByReader(response: Response): Promise<string> {
  const reader = bodyOf(response).getReader();
  const pieces: Uint8Array[] = [];
  for (let next = await reader.read(); !next.done; next = await reader.read()) pieces.push(next.value);
  return Buffer.concat(pieces).toString();
}

const watchedReads: Record<string, (response: Response) => Promise<string>> = {
  text: (response) => response.text(),
  arrayBuffer: async (response) => Buffer.from(await response.arrayBuffer()).toString(),
  blob: async (response) => (await response.blob()).text(),
  'a reader': readByReader,
  'a reader of the same response in another': (response) => readByReader(new Response(response.body)),
  'a loop': async (response) => {
    const pieces: Uint8Array[] = [];
    for await (const piece of bodyOf(response)) pieces.push(piece);
    return Buffer.concat(pieces).toString();
  },
};

describe.each([false, true])('a raw response, streamed: %s', (stream) => {
  test.each(Object.entries(watchedReads))('read by %s gives its span the answer', async (_name, read) => {
    const plain = await read(await ask(createClient(), stream));
    session.emulator.reset();
    const text = await read(await ask(wrapAnthropic(createClient()), stream));
    await flush();
    expect(text.replaceAll(/msg_bdrk_\w+|Latency":\d+/gu, '')).toBe(
      plain.replaceAll(/msg_bdrk_\w+|Latency":\d+/gu, ''),
    );
    expect(session.collector.span).toMatchObject({
      output: { content: [{ type: 'text', text: expect.stringMatching(/Paris/u) as string }] },
      metadata: { stop_reason: 'end_turn' },
    });
    expect(session.collector.span.metadata).not.toHaveProperty('raw_response');
    expect(session.collector.span.metrics.completion_tokens).toBeGreaterThan(0);
  });

  const hiddenReads: Record<string, (response: Response) => Promise<unknown>> = {
    pipeTo: (response) => bodyOf(response).pipeTo(new WritableStream()),
    tee: (response) => new Response(bodyOf(response).tee()[1]).text(),
    clone: async (response) => response.clone().text(),
  };

  test.each(Object.entries(hiddenReads))('read by %s says so', async (_name, read) => {
    await read(await ask(wrapAnthropic(createClient()), stream));
    await flush();
    expect(session.collector.span).toMatchObject({ output: undefined, metadata: { raw_response: true } });
  });

  test('is not read ahead of the caller', async () => {
    const response = await ask(wrapAnthropic(createClient()), stream);
    await flush();
    expect(response.bodyUsed).toBe(false);
    expect(session.collector.spans.every(({ endTime }) => endTime === null)).toBe(true);
    await bodyOf(response).cancel();
    await flush();
    expect(session.collector.spans.at(-1)?.metadata['partial']).toBe(true);
  });

  test('that is parsed after all is one span', async () => {
    const promise = wrapAnthropic(createClient()).messages.create({ ...request, stream });
    await promise.asResponse();
    const answer = (await promise) as AsyncIterable<unknown> | { id: string };
    if (Symbol.asyncIterator in answer) for await (const _event of answer);
    await flush();
    expect(session.collector.span).toMatchObject({
      output: { role: 'assistant' },
      metadata: { stop_reason: 'end_turn' },
    });
  });
});

test('leaving a raw stream keeps what was read', async () => {
  const response = await ask(wrapAnthropic(createClient()), true);
  let text = '';
  for await (const piece of bodyOf(response)) {
    text += Buffer.from(piece).toString();
    if (text.includes('content_block_delta')) break;
  }
  await flush();
  expect(session.collector.span).toMatchObject({
    output: { content: [{ type: 'text', text: expect.stringMatching(/^The/u) as string }] },
    metadata: { partial: true, partial_reason: 'left' },
  });
});

test('an error in a raw stream is the span’s', async () => {
  const client = wrapAnthropic(createClient('exception-after=5:throttlingException'));
  expect(await (await ask(client, true)).text()).toContain('event: error');
  await flush();
  expect(session.collector.span).toMatchObject({
    error: { type: 'throttlingException', message: expect.stringContaining('Too many requests') as string },
    output: { content: [{ type: 'text' }] },
    metadata: { partial: true, partial_reason: 'failed' },
  });
});

test('a cut raw stream fails its span as it fails the caller', async () => {
  const client = wrapAnthropic(createClient('cut-after=5; tokens-per-second=100'));
  await expect((await ask(client, true)).text()).rejects.toThrow('terminated');
  await flush();
  expect(session.collector.span).toMatchObject({ error: { type: 'TypeError' }, metadata: { partial: true } });
});

test('raw responses of OpenAI’s client are read along as well', async () => {
  const client = wrapOpenAI(
    new OpenAI({ apiKey: 'emulator-token', baseURL: `${session.emulator.url}/openai/v1` }),
  );
  const model = 'openai.gpt-oss-120b-1:0';
  const response = await client.chat.completions.create({ model, messages, stream: true }).asResponse();
  expect(await response.text()).toContain('[DONE]');
  await flush();
  expect(session.collector.span).toMatchObject({
    output: { choices: [{ message: { content: expect.stringMatching(/Paris/u) as string } }] },
    metadata: { stop_reason: 'stop' },
  });
});
