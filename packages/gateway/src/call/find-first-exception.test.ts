import { startEmulator } from '@outcrop/emulator';
import OpenAI from 'openai';
import { expect, onTestFinished, test } from 'vitest';
import { createTestTarget, startTestGateway, type TestGateway } from '../../test/start-test-gateway.ts';

const model = 'amazon.nova-pro-v1:0';

async function startWithTwo(behaviour: string, behind?: string): Promise<TestGateway> {
  const first = await startEmulator({ script: [{ behaviour }] });
  onTestFinished(() => first.close());
  return startTestGateway({
    emulator: behind === undefined ? {} : { script: [{ behaviour: behind }] },
    findTargets: (name, { url }) => [
      createTestTarget(first.url, name, { name: 'first' }),
      createTestTarget(url, name, { name: 'second', priority: 1 }),
    ],
  });
}

const stream = ({ url, key }: TestGateway) =>
  new OpenAI({ apiKey: key, baseURL: `${url}/v1`, maxRetries: 0 }).chat.completions.create(
    { model, stream: true, messages: [{ role: 'user', content: 'Hello' }] },
    { headers: { 'x-outcrop-retries': '0' } },
  );

async function readAll(chunks: AsyncIterable<unknown>): Promise<void> {
  for await (const chunk of chunks) void chunk;
}

test.each(['exception-after=0:throttlingException', 'cut-after=0'])(
  'a stream that begins with %s comes from the next target',
  async (behaviour) => {
    const gateway = await startWithTwo(behaviour);
    let text = '';
    for await (const chunk of await stream(gateway)) text += chunk.choices[0]?.delta.content ?? '';
    expect(text).not.toBe('');
    expect(gateway.emulator.requests).toHaveLength(1);
    expect(gateway.records).toMatchObject([{ attempts: [{ error: {} }, { status: 200 }], status: 200 }]);
    expect(gateway.records[0]?.attempts[1]?.error).toBeUndefined();
  },
);

test('where every target begins so, the client gets the error by its status', async () => {
  const behaviour = 'exception-after=0:throttlingException';
  const gateway = await startWithTwo(behaviour, behaviour);
  await expect(stream(gateway)).rejects.toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
  expect(gateway.records).toMatchObject([{ attempts: [{ status: 200 }, { status: 200 }], status: 429 }]);
});

test('later exceptions, and what nobody else may answer, do not lead on', async () => {
  for (const behaviour of [
    'exception-after=2:throttlingException',
    'exception-after=0:validationException',
  ]) {
    const gateway = await startWithTwo(behaviour);
    await expect(stream(gateway).then((chunks) => readAll(chunks))).rejects.toMatchObject({
      code: expect.any(String),
    });
    expect(gateway.emulator.requests).toHaveLength(0);
  }
});

test('a client of Bedrock’s own API gets the last stream as it is', async () => {
  const behaviour = 'exception-after=0:throttlingException:slow down';
  const gateway = await startWithTwo(behaviour, behaviour);
  const answer = await fetch(`${gateway.url}/model/${encodeURIComponent(model)}/converse-stream`, {
    method: 'POST',
    headers: { authorization: `Bearer ${gateway.key}`, 'x-outcrop-retries': '0' },
    body: JSON.stringify({ messages: [{ role: 'user', content: [{ text: 'Hello' }] }] }),
  });
  expect(answer.status).toBe(200);
  const bytes = Buffer.from(await answer.arrayBuffer());
  expect(bytes.includes('throttlingException') && bytes.readUInt32BE(0) === bytes.length).toBe(true);
});
