import Anthropic from '@anthropic-ai/sdk';
import type { EmulatorOptions } from '@outcrop/emulator';
import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { createTestTarget, startTestGateway } from '../../../test/start-test-gateway.ts';
import { mapCall } from '../../recording/map-call.ts';

const question = 'What is the capital of France?';
const capital = 'The capital of France is Paris.';
const openWeights = 'openai.gpt-oss-120b-1:0';
const qwen = 'qwen.qwen3-32b-v1:0';
const grok = 'xai.grok-4.3';

const gemma = 'google.gemma-4-31b';
const gpt5 = 'openai.gpt-5.4';
const weather: Anthropic.Tool = {
  name: 'weather',
  input_schema: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};

async function start(emulatorOptions: EmulatorOptions = {}) {
  const gateway = await startTestGateway({
    emulator: emulatorOptions,
    findTargets: (model, { url }) => [createTestTarget(url, model, { format: 'openai' })],
  });
  const { url, key, emulator, records } = gateway;
  return {
    openai: new OpenAI({ apiKey: key, baseURL: `${url}/v1`, maxRetries: 0 }),
    anthropic: new Anthropic({ apiKey: key, baseURL: url, maxRetries: 0 }),
    /** What Bedrock was asked, and what became of it in the trace. */
    look() {
      const [asked] = emulator.requests;
      const { span } = mapCall(records[0]!);
      return {
        path: asked?.path,
        service: /\/([^/]+)\/aws4_request/.exec(asked?.headers.authorization ?? '')?.[1],
        model: (asked?.body as { model?: string } | undefined)?.model,
        output: JSON.stringify(span.output),
        tokens: span.metrics.tokens,
        partial: span.metadata['partial'],
      };
    },
  };
}

type Clients = Awaited<ReturnType<typeof start>>;

async function streamResponse({ openai }: Clients, model: string): Promise<string> {
  let text = '';
  for await (const event of await openai.responses.create({ model, input: question, stream: true })) {
    if (event.type === 'response.output_text.delta') text += event.delta;
  }
  return text;
}

async function chat({ openai }: Clients, model: string): Promise<string> {
  const { choices } = await openai.chat.completions.create({
    model,
    messages: [{ role: 'user', content: question }],
  });
  return choices[0]?.message.content ?? '';
}

async function streamChat({ openai }: Clients, model: string): Promise<string> {
  const messages = [{ role: 'user' as const, content: question }];
  let text = '';
  for await (const { choices } of await openai.chat.completions.create({ model, messages, stream: true }))
    text += choices[0]?.delta.content ?? '';
  return text;
}

async function respond({ openai }: Clients, model: string): Promise<string> {
  const { output_text: text } = await openai.responses.create({ model, input: question });
  return text;
}

async function streamMessage({ anthropic }: Clients, model: string): Promise<string> {
  const messages = [{ role: 'user' as const, content: question }];
  return anthropic.messages.stream({ model, max_tokens: 100, messages }).finalText();
}

async function sendMessage({ anthropic }: Clients, model: string): Promise<string> {
  const messages = [{ role: 'user' as const, content: question }];
  const { content } = await anthropic.messages.create({ model, max_tokens: 100, messages });
  return content.map((block) => (block.type === 'text' ? block.text : '')).join('');
}

const mantle = 'bedrock-mantle';
const responses = '/v1/responses';
const chats = '/openai/v1/chat/completions';

test.each([
  { ask: respond, model: openWeights, path: responses, service: mantle, named: 'openai.gpt-oss-120b' },
  { ask: streamResponse, model: openWeights, path: responses, service: mantle, named: 'openai.gpt-oss-120b' },
  { ask: respond, model: grok, path: '/openai/v1/responses', service: mantle, named: grok },
  { ask: chat, model: grok, path: chats, service: mantle, named: grok },
  { ask: chat, model: openWeights, path: chats, service: 'bedrock', named: openWeights },
])('$ask.name of $model goes to $path, signed for $service', async ({ ask, model, path, service, named }) => {
  const clients = await start();
  expect(await ask(clients, model)).toBe(capital);
  expect(clients.look()).toEqual({
    path,
    service,
    model: named,
    output: expect.stringContaining(capital),
    tokens: expect.any(Number),
    partial: undefined,
  });
});

test.each([
  { ask: respond, model: qwen, path: 'converse' },
  { ask: streamResponse, model: qwen, path: 'converse-stream' },
  { ask: sendMessage, model: openWeights, path: 'converse' },
  { ask: streamMessage, model: openWeights, path: 'converse-stream' },
])('$ask.name of $model, which Bedrock has not, goes to $path', async ({ ask, model, path }) => {
  const clients = await start();
  expect(await ask(clients, model)).toBe(capital);
  const { output, ...asked } = clients.look();
  expect(asked).toMatchObject({
    path: `/model/${encodeURIComponent(model)}/${path}`,
    service: 'bedrock',
    tokens: expect.any(Number),
    partial: undefined,
  });
  // In the words of the client's API, not of Converse.
  expect(output).toContain(ask === respond || ask === streamResponse ? 'output_text' : '"type":"text"');
});

test.each([
  { ask: sendMessage, model: grok, path: chats },
  { ask: streamMessage, model: grok, path: chats },
  { ask: sendMessage, model: gemma, path: chats },
  { ask: sendMessage, model: gpt5, path: '/openai/v1/responses' },
  { ask: streamMessage, model: gpt5, path: '/openai/v1/responses' },
  { ask: chat, model: gpt5, path: '/openai/v1/responses' },
  { ask: streamChat, model: gpt5, path: '/openai/v1/responses' },
])('$ask.name of $model, which has no Converse, is translated for $path', async (asked) => {
  const clients = await start();
  expect(await asked.ask(clients, asked.model)).toBe(capital);
  const { output, ...seen } = clients.look();
  expect(seen).toEqual({
    path: asked.path,
    service: mantle,
    model: asked.model,
    tokens: expect.any(Number),
    partial: undefined,
  });
  // In the words of the client's API.
  expect(output).toContain(/Message/.test(asked.ask.name) ? '"type":"text"' : '"object":"chat.completion');
});

test.each([
  [grok, false],
  [grok, true],
  [gpt5, false],
  [gpt5, true],
])(
  'Anthropic’s client calls tools of %s, which speaks an API of OpenAI’s (streamed: %s)',
  async (model, isStream) => {
    const clients = await start();
    const { anthropic } = clients;
    const ask = (messages: Anthropic.MessageParam[]) => {
      const body = { model, max_tokens: 200, system: 'Be brief', tools: [weather], messages };
      return isStream ? anthropic.messages.stream(body).finalMessage() : anthropic.messages.create(body);
    };
    const messages: Anthropic.MessageParam[] = [{ role: 'user', content: 'What is the weather in Lisbon?' }];
    const called = await ask(messages);
    expect(called.stop_reason).toBe('tool_use');
    expect(called.usage.output_tokens).toBeGreaterThan(0);
    const call = called.content.find((block) => block.type === 'tool_use');
    expect(call).toMatchObject({ name: 'weather', input: { city: 'Lisbon' } });
    expect(clients.look().output).toContain('"type":"tool_use"');
    const result = {
      type: 'tool_result' as const,
      tool_use_id: call?.id ?? '',
      content: '22 degrees, sunny',
    };
    const said = await ask([
      ...messages,
      { role: 'assistant', content: called.content },
      { role: 'user', content: [result] },
    ]);
    expect(said.stop_reason).toBe('end_turn');
    expect(JSON.stringify(said.content)).toContain('22 degrees');
  },
);

test.each([
  [grok, 'exception-after=3:throttlingException'],
  [grok, 'cut-after=3'],
  [gpt5, 'exception-after=5:throttlingException'],
  [gpt5, 'cut-after=5'],
])('a stream of %s that ends in %s is told as an error to Anthropic’s client', async (model, behaviour) => {
  const { anthropic } = await start({ script: [{ behaviour }] });
  const messages = [{ role: 'user' as const, content: question }];
  const stream = anthropic.messages.stream({ model, max_tokens: 100, messages });
  await expect(stream.finalMessage()).rejects.toMatchObject({ error: { type: 'error' } });
});
