import { Anthropic } from '@anthropic-ai/sdk';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Collector } from '../../../test/collector.ts';
import { flush, initLogger, wrapAnthropic } from '../../index.ts';
import { runtime } from '../../tracer/runtime.ts';
import { hookAnthropic } from './hook-anthropic.ts';

const model = 'claude-sonnet-4-5-20250929';
const messages = [{ role: 'user' as const, content: 'What is the capital of France?' }];
const requests = Array.from({ length: 30 }, (_, index) => ({
  custom_id: `request ${index}`,
  params: { model, max_tokens: 100, messages },
}));
const batch = { id: 'msgbatch_1', type: 'message_batch', processing_status: 'in_progress' };
const results = requests.map(({ custom_id }) => ({ custom_id, result: { type: 'canceled' } }));

let collector: Collector;

beforeEach(async () => {
  collector = await Collector.start();
  initLogger({ projectName: 'test', apiKey: 'k', apiUrl: collector.url });
});

afterEach(() => {
  runtime.currentLogger = undefined;
  return collector.close();
});

/** Anthropic's own API: Bedrock has no batches of messages. */
function answerBatches(url: unknown): Promise<Response> {
  const lines = results.map((result) => JSON.stringify(result)).join('\n');
  const retrieved = { ...batch, results_url: 'https://api.anthropic.com/v1/messages/batches/1/results' };
  return Promise.resolve(String(url).endsWith('/results') ? new Response(lines) : Response.json(retrieved));
}

function refuse(): Promise<Response> {
  return Promise.resolve(Response.json({ error: { type: 'bad' } }, { status: 400 }));
}

/** What becomes of a batch after it was handed in. */
async function follow({ messages: { batches } }: Anthropic): Promise<unknown[]> {
  const read: unknown[] = [];
  for await (const result of await batches.results('1')) read.push(result);
  return [read, await batches.retrieve('1'), await batches.cancel('1'), await batches.delete('1')];
}

function createClient(fetch = answerBatches): Anthropic {
  return new Anthropic({ apiKey: 'k', fetch });
}

test.each(['messages', 'beta.messages'] as const)(
  'a batch of %s is a span with the number of its requests and the first of them',
  async (name) => {
    const client = wrapAnthropic(createClient());
    const { batches } = name === 'messages' ? client.messages : client.beta.messages;
    const made = await batches.create({ requests });
    await flush();
    expect(collector.span).toMatchObject({
      name: 'anthropic.messages.batches.create',
      type: 'function',
      input: { requests: requests.slice(0, 20) },
      output: made,
      metadata: { model, request_count: 30, batch_id: 'msgbatch_1', status: 'in_progress', attempts: 1 },
    });
    expect(collector.span.input).toEqual({ requests: requests.slice(0, 20) });
    expect(collector.span.metrics).not.toHaveProperty('tokens');
  },
);

test('a batch that is refused fails as it would, and its credentials stay unrecorded', async () => {
  const server = { type: 'url' as const, url: 'https://a.b', name: 'a', authorization_token: 'top secret' };
  const params = { model, max_tokens: 100, messages, mcp_servers: [server] };
  const { beta } = wrapAnthropic(createClient(refuse));
  await expect(beta.messages.batches.create({ requests: [{ custom_id: 'a', params }] })).rejects.toThrow(
    /400/,
  );
  await flush();
  expect(collector.span).toMatchObject({ error: { status: 400 }, metadata: { request_count: 1 } });
  expect(JSON.stringify(collector.span)).not.toContain('top secret');
});

test('a batch is looked after and read as without us, and no other span is made', async () => {
  const plain = await follow(createClient());
  expect(plain[0]).toEqual(results);
  expect(await follow(wrapAnthropic(createClient()))).toEqual(plain);
  await flush();
  expect(collector.spans).toEqual([]);
});

test('a batch without requests is for the API to refuse', async () => {
  await wrapAnthropic(createClient()).messages.batches.create({} as never);
  await flush();
  expect(collector.span).toMatchObject({ input: { requests: [] }, metadata: { request_count: 0 } });
});

test('the hook traces a batch as well, once', async () => {
  hookAnthropic({ Anthropic });
  await createClient().messages.batches.create({ requests });
  await wrapAnthropic(createClient()).beta.messages.batches.create({ requests });
  await flush();
  expect(collector.spans.map((span) => [span.name, span.metadata['request_count']])).toEqual([
    ['anthropic.messages.batches.create', 30],
    ['anthropic.messages.batches.create', 30],
  ]);
});
