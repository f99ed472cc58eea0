import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { createTestTarget, startTestGateway } from '../../../test/start-test-gateway.ts';
import { mapCall } from '../../recording/map-call.ts';

const question = 'What is the capital of France?';
const capital = 'The capital of France is Paris.';
const openWeights = 'openai.gpt-oss-120b-1:0';
const qwen = 'qwen.qwen3-32b-v1:0';
const grok = 'xai.grok-4.3';

async function start() {
  const gateway = await startTestGateway({
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
