import { startEmulator, type EmulatorOptions } from '@outcrop/emulator';
import type { ApiKeyLimits, ApiKeyList } from '@outcrop/protocol';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createKeyWith } from '../testing/create-key-with.ts';
import { createTestServer } from '../testing/create-test-server.ts';

const canvas = 'amazon.nova-canvas-v1:0';
const nova = 'amazon.nova-pro-v1:0';

/** The running server in front of an emulator, and a key with limits. */
async function startSpending(limits: ApiKeyLimits, options: EmulatorOptions = {}) {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.close());
  const server = await createTestServer();
  const url = await server.app.listen({ port: 0, host: '127.0.0.1' });
  const manage = async (path: string, payload?: object) => {
    const method = payload ? 'POST' : 'GET';
    const answer = await server.app.inject({ method, url: path, headers: server.authorization, payload });
    expect(answer.statusCode).toBeLessThan(300);
    return answer.json<never>();
  };
  const auth = { type: 'api_key', api_key: 'emulator-token' };
  await manage('/api/providers', { name: 'p', region: 'us-east-1', api_base: emulator.url, auth });
  const key = await createKeyWith(server, { limits });
  const call = (path: string, body: object, init: RequestInit = {}) =>
    fetch(url + path, {
      method: 'POST',
      headers: { ...key, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      ...init,
    });
  const findUsage = async () => {
    const { keys } = (await manage('/api/keys')) as ApiKeyList;
    return keys.find(({ name }) => name === 'restricted')?.usage;
  };
  return { emulator, manage, call, findUsage };
}

const codeOf = async (answer: Response): Promise<unknown> =>
  ((await answer.json()) as { error: { code: string } }).error.code;

it.each([
  ['/v1/images/generations', { model: canvas, prompt: 'A cliff', n: 2, size: '320x320' }],
  [
    `/model/${encodeURIComponent(canvas)}/invoke`,
    {
      taskType: 'TEXT_IMAGE',
      textToImageParams: { text: 'A cliff' },
      imageGenerationConfig: { numberOfImages: 2, width: 320, height: 320 },
    },
  ],
])('images cost what each of them does, and use up a budget: %s', async (path, body) => {
  const { manage, call, findUsage } = await startSpending({ usd_per_day: 0.11 });
  const answer = await call(path, body);
  expect(answer.status).toBe(200);
  const traceId = answer.headers.get('x-outcrop-trace-id');
  await vi.waitFor(async () => expect((await findUsage())?.usd_today).toBe(0.12));
  await vi.waitFor(async () => {
    const { spans } = (await manage(`/api/traces/${traceId}`)) as { spans: object[] };
    expect(spans).toMatchObject([{ metrics: { generated_images: 2, cost_usd: 0.12 } }]);
  });
  expect(await codeOf(await call('/v1/images/generations', { model: canvas, prompt: 'A cliff' }))).toBe(
    'budget_exceeded',
  );
});

it.each<[what: string, limits: ApiKeyLimits, path: string, body: object]>([
  [
    'a call of an alias, by the price of the model behind it',
    // A thousand tokens of Nova Pro's output cost 0.0032.
    { usd_per_day: 0.003 },
    '/v1/chat/completions',
    { model: 'house', max_tokens: 1000, messages: [{ role: 'user', content: 'Hello' }] },
  ],
  [
    'images, by their number',
    { usd_per_day: 0.1 },
    '/v1/images/generations',
    { model: canvas, prompt: 'A cliff', n: 2 },
  ],
])('what a call under way may cost is set aside: %s', async (...asked) => {
  const [, limits, path, body] = asked;
  const script = [{ model: 'amazon.*', behaviour: 'hang' }];
  const { emulator, manage, call } = await startSpending(limits, { script });
  await manage('/api/models', { name: 'house', model_id: nova });
  const leaving = new AbortController();
  const first = call(path, body, { signal: leaving.signal }).catch(() => undefined);
  const isAsked = () => emulator.requests.some(({ operation }) => /^(Converse|InvokeModel)$/.test(operation));
  await vi.waitFor(() => expect(isAsked()).toBe(true));
  const second = await call(path, body);
  expect([second.status, await codeOf(second)]).toEqual([429, 'budget_exceeded']);
  leaving.abort();
  await first;
  await vi.waitFor(async () => {
    const third = call(path, body, { signal: AbortSignal.timeout(100) });
    await expect(third).rejects.toThrow('timeout');
  });
});
