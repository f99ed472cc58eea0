import { expect, it } from 'vitest';
import { createTestTarget, startTestGateway, testKey } from '../../test/start-test-gateway.ts';
import type { CachedAnswer } from '../gateway-host.ts';

const nova = 'amazon.nova-pro-v1:0';
const spare = 'amazon.nova-lite-v1:0';
const chat = { model: nova, messages: [{ role: 'user', content: 'Hello' }] };
const native = { messages: [{ role: 'user', content: [{ text: 'Hello' }] }] };

async function start() {
  const stored = new Map<string, { answer: CachedAnswer; ttlSeconds: number }>();
  const gateway = await startTestGateway({
    emulator: { script: [{ model: nova, behaviour: 'status=503:ServiceUnavailableException' }] },
    findTargets: (model, { url }) => [createTestTarget(url, model)],
    host: {
      authenticate: () => ({
        keyId: 'k',
        keyName: 'k',
        project: 'p',
        mayUseModel: () => true,
        defaults: { fallback_models: [spare], cache: 'always', cache_ttl_seconds: 60 },
      }),
      cache: {
        find: async ({ hash }) => stored.get(hash)?.answer,
        store: ({ hash }, answer, ttlSeconds) => void stored.set(hash, { answer, ttlSeconds }),
      },
    },
  });
  const ask = async (path: string, body: object, headers: Record<string, string> = {}) => {
    const answer = await fetch(gateway.url + path, {
      method: 'POST',
      headers: { authorization: `Bearer ${testKey}`, 'x-outcrop-retries': '0', ...headers },
      body: JSON.stringify(body),
    });
    await answer.arrayBuffer();
    return [answer.status, answer.headers.get('x-outcrop-cache')];
  };
  return { ask, stored, asked: () => gateway.emulator.requests.map(({ modelId }) => modelId) };
}

it.each([
  ['/v1/chat/completions', chat],
  [`/model/${nova}/converse`, native],
])("a key's defaults hold where a call says nothing: %s", async (path, body) => {
  const { ask, stored, asked } = await start();
  expect(await ask(path, body)).toEqual([200, 'MISS']);
  expect(await ask(path, body)).toEqual([200, 'HIT']);
  expect(asked()).toEqual([nova, spare]);
  expect([...stored.values()].map(({ ttlSeconds }) => ttlSeconds)).toEqual([60]);
});

it('what a call says goes first', async () => {
  const { ask, stored, asked } = await start();
  expect(await ask('/v1/chat/completions', chat, { 'x-outcrop-fallback-models': '' })).toEqual([503, null]);
  expect(await ask('/v1/chat/completions', chat, { 'x-outcrop-cache': 'never' })).toEqual([200, null]);
  const others = { ...chat, models: ['amazon.nova-micro-v1:0'] };
  expect(await ask('/v1/chat/completions', others, { 'x-outcrop-cache-ttl': '5' })).toEqual([200, 'MISS']);
  expect(asked()).toEqual([nova, nova, spare, nova, 'amazon.nova-micro-v1:0']);
  expect([...stored.values()].map(({ ttlSeconds }) => ttlSeconds)).toEqual([5]);
});

it('the answer of another model is not put in the place of one that only its own means', async () => {
  const { ask, stored, asked } = await start();
  expect((await ask(`/model/${nova}/invoke`, native))[0]).toBe(503);
  expect((await ask('/v1/embeddings', { model: nova, input: 'a' }))[0]).toBeGreaterThanOrEqual(400);
  expect(asked()).not.toContain(spare);
  expect(stored.size).toBe(0);
});
