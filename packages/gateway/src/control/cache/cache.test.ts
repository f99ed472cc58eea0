import { describe, expect, it } from 'vitest';
import { startTestGateway, testKey, type TestGatewayOptions } from '../../../test/start-test-gateway.ts';
import type { CachedAnswer } from '../../gateway-host.ts';

const nova = 'amazon.nova-pro-v1:0';
const repeatable = { inferenceConfig: { temperature: 0 } };

async function startCachingGateway(options: TestGatewayOptions['host'] = {}, emulator = {}) {
  const stored = new Map<string, { answer: CachedAnswer; ttlSeconds: number }>();
  const clock = { time: 1_800_000_000_000 };
  const gateway = await startTestGateway({
    emulator,
    host: {
      now: () => clock.time,
      cache: {
        find: async ({ project, hash }) => stored.get(`${project} ${hash}`)?.answer,
        store: ({ project, hash }, answer, ttlSeconds) =>
          void stored.set(`${project} ${hash}`, { answer, ttlSeconds }),
      },
      ...options,
    },
  });
  const ask = async (headers: Record<string, string>, body: object = {}, operation = 'converse') => {
    const answer = await fetch(`${gateway.url}/model/${nova}/${operation}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'Hello.' }] }], ...body }),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    return {
      status: answer.status,
      headers: answer.headers,
      bytes,
      cache: answer.headers.get('x-outcrop-cache'),
    };
  };
  return { ...gateway, stored, clock, ask };
}

const always = { 'x-outcrop-cache': 'always' };

describe('the cache of answers', () => {
  it.each(['converse', 'converse-stream'])(
    'gives the same bytes of %s again, with their age',
    async (operation) => {
      const { records, emulator, clock, ask } = await startCachingGateway();
      const first = await ask(always, {}, operation);
      expect([first.status, first.cache]).toEqual([200, 'MISS']);
      clock.time += 5000;
      const calls = emulator.requests.length;
      const second = await ask(always, {}, operation);
      expect([second.status, second.cache, second.headers.get('age')]).toEqual([200, 'HIT', '5']);
      expect(second.bytes).toEqual(first.bytes);
      expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'));
      expect(second.headers.get('x-outcrop-span-id')).not.toBe(first.headers.get('x-outcrop-span-id'));
      expect(emulator.requests.length).toBe(calls);
      expect(records.map(({ cache, attempts }) => [cache, attempts.length])).toEqual([
        ['miss', 1],
        ['hit', 0],
      ]);
    },
  );

  it('is left alone unless a header asks for it', async () => {
    const { stored, records, ask } = await startCachingGateway();
    const silent: Record<string, string>[] = [
      {},
      { 'x-outcrop-cache': 'never' },
      { ...always, 'cache-control': 'no-store' },
    ];
    for (const headers of silent) {
      expect((await ask(headers)).cache).toBeNull();
    }
    expect([stored.size, records[0]?.cache]).toEqual([0, undefined]);
  });

  it('with auto keeps only what is asked for without chance', async () => {
    const { stored, ask } = await startCachingGateway();
    const auto = { 'x-bt-use-cache': 'auto' };
    expect((await ask(auto)).cache).toBe('BYPASS');
    expect((await ask(auto, { inferenceConfig: { temperature: 0.1 } })).cache).toBe('BYPASS');
    expect(stored.size).toBe(0);
    await ask(auto, repeatable);
    expect((await ask(auto, repeatable)).cache).toBe('HIT');
    await ask(auto, { additionalModelRequestFields: { seed: 7 } });
    expect(stored.size).toBe(2);
  });

  it('answers in the words of Braintrust too where it was asked in them', async () => {
    const { ask } = await startCachingGateway();
    const said: (string | null)[] = [];
    for (const headers of [{ 'x-bt-use-cache': 'always' }, { 'x-bt-use-cache': 'always' }, always]) {
      const answer = await ask(headers);
      said.push(answer.headers.get('x-bt-cached'));
    }
    expect(said).toEqual(['MISS', 'HIT', null]);
  });

  it('obeys Cache-Control and the time to live', async () => {
    const { stored, clock, ask } = await startCachingGateway();
    await ask({ ...always, 'x-outcrop-cache-ttl': '60' });
    expect([...stored.values()][0]?.ttlSeconds).toBe(60);
    clock.time += 10_000;
    expect((await ask({ ...always, 'cache-control': 'max-age=9' })).cache).toBe('MISS');
    clock.time += 1000;
    expect((await ask({ ...always, 'cache-control': 'max-age=9' })).cache).toBe('HIT');
    expect((await ask({ ...always, 'cache-control': 'no-cache' })).cache).toBe('MISS');
    await ask({ ...always, 'x-bt-cache-ttl': '604800' }, repeatable);
    expect([...stored.values()][1]?.ttlSeconds).toBe(604_800);
  });

  it.each<Record<string, string>>([
    { 'x-outcrop-cache': 'sometimes' },
    { ...always, 'x-outcrop-cache-ttl': '0' },
    { ...always, 'x-outcrop-cache-ttl': '604801' },
    { ...always, 'x-bt-cache-ttl': '1.5' },
  ])('refuses %j', async (headers) => {
    const { ask } = await startCachingGateway();
    const { status, bytes } = await ask(headers);
    expect([status, bytes.toString()]).toEqual([400, expect.stringContaining('takes')]);
  });

  it('tells projects, models, bodies and meaningful headers apart', async () => {
    let project = 'a';
    const { ask } = await startCachingGateway({
      authenticate: () => ({ keyId: 'k', keyName: 'k', project, mayUseModel: () => true }),
    });
    const guarded = { 'x-amzn-bedrock-trace': 'ENABLED' };
    expect((await ask(always)).cache).toBe('MISS');
    expect((await ask({ ...always, ...guarded })).cache).toBe('MISS');
    expect((await ask(always, repeatable)).cache).toBe('MISS');
    expect((await ask({ ...always, 'user-agent': 'another' })).cache).toBe('HIT');
    project = 'b';
    expect((await ask(always)).cache).toBe('MISS');
  });

  it('keeps no failure, and gives nothing to a key that may not use the model', async () => {
    let isAllowed = true;
    const { stored, ask } = await startCachingGateway({
      authenticate: () => ({ keyId: 'k', keyName: 'k', project: 'p', mayUseModel: () => isAllowed }),
    });
    expect((await ask(always, { messages: [] })).status).toBe(400);
    expect(stored.size).toBe(0);
    await ask(always);
    isAllowed = false;
    expect((await ask(always)).cache).toBe('BYPASS');
  });

  it('says that it is passed by where no answer can be kept', async () => {
    const { url, records } = await startCachingGateway();
    const answer = await fetch(`${url}/async-invoke`, {
      headers: { authorization: `Bearer ${testKey}`, ...always },
    });
    expect([answer.status, answer.headers.get('x-outcrop-cache')]).toEqual([200, 'BYPASS']);
    expect(records[0]?.cache).toBeUndefined();
  });
});
