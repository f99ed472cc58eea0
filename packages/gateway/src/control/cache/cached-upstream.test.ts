import { expect, it } from 'vitest';
import { startTestGateway, testKey } from '../../../test/start-test-gateway.ts';
import type { CachedAnswer } from '../../gateway-host.ts';
import { mapCall } from '../../recording/map-call.ts';

const nova = 'amazon.nova-pro-v1:0';
const question = { messages: [{ role: 'user', content: [{ text: 'What is an outcrop?' }] }] };
const chat = { model: nova, messages: [{ role: 'user', content: 'What is an outcrop?' }] };
const weather = {
  type: 'function',
  function: { name: 'weather.of', parameters: { type: 'object', properties: { city: { type: 'string' } } } },
};

it.each<[what: string, path: string, body: object]>([
  ['converse', `/model/${nova}/converse`, question],
  ['a native stream', `/model/${nova}/converse-stream`, question],
  ['a translated call', '/v1/chat/completions', chat],
  ['a stream whose client asked for no usage', '/v1/chat/completions', { ...chat, stream: true }],
  [
    'tools whose names Bedrock would refuse',
    '/v1/chat/completions',
    { ...chat, tools: [weather], tool_choice: 'required' },
  ],
  [
    'an answer of several invocations',
    '/v1/embeddings',
    { model: 'amazon.titan-embed-text-v2:0', input: ['a', 'b'] },
  ],
])('an answer from the cache has the trace of the first one, and costs nothing: %s', async (...asked) => {
  const [, path, body] = asked;
  const stored = new Map<string, CachedAnswer>();
  const { url, records } = await startTestGateway({
    host: {
      cache: {
        find: async ({ hash }) => stored.get(hash),
        // As it comes back from a disk.
        store: ({ hash }, { body: bytes, ...rest }) =>
          void stored.set(hash, { ...(JSON.parse(JSON.stringify(rest)) as typeof rest), body: bytes }),
      },
    },
  });
  const answers: string[] = [];
  for (const cache of ['MISS', 'HIT']) {
    const response = await fetch(url + path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${testKey}`,
        'content-type': 'application/json',
        'x-outcrop-cache': 'always',
      },
      body: JSON.stringify(body),
    });
    expect(response.headers.get('x-outcrop-cache')).toBe(cache);
    answers.push(await response.text());
  }
  expect(answers[1]).toBe(answers[0]);
  const [first, again] = records.map((record) => mapCall(record).span);
  expect(first?.output).toBeDefined();
  expect([again?.input, again?.output]).toEqual([first?.input, first?.output]);
  expect(first?.metrics.prompt_tokens).toBeGreaterThan(0);
  expect(again?.metrics).toMatchObject({
    prompt_tokens: first?.metrics.prompt_tokens,
    tokens: first?.metrics.tokens,
    cost_usd: 0,
  });
  expect(again?.metadata).toMatchObject({
    model: first?.metadata['model'],
    cache: 'hit',
    attempts: 0,
    http_status: 200,
  });
});
