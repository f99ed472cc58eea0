import { startEmulator } from '@outcrop/emulator';
import OpenAI from 'openai';
import { expect, onTestFinished, test } from 'vitest';
import { createTestTarget, startTestGateway, type TestGateway } from '../../test/start-test-gateway.ts';

const model = 'amazon.nova-pro-v1:0';
/** Streams in server-sent events. */
const openModel = 'openai.gpt-oss-120b-1:0';

async function startWithTwo(behaviour: string, behind?: string): Promise<TestGateway> {
  const first = await startEmulator({ script: [{ behaviour }] });
  onTestFinished(() => first.close());
  return startTestGateway({
    emulator: behind === undefined ? {} : { script: [{ behaviour: behind }] },
    findTargets: (name, { url }) => [
      createTestTarget(first.url, name, { name: 'first', format: formatOf(name) }),
      createTestTarget(url, name, { name: 'second', format: formatOf(name), priority: 1 }),
    ],
  });
}

const formatOf = (name: string) => (name === openModel ? 'openai' : 'converse');

const stream = ({ url, key }: TestGateway, name = model) =>
  new OpenAI({ apiKey: key, baseURL: `${url}/v1`, maxRetries: 0 }).chat.completions.create(
    { model: name, stream: true, messages: [{ role: 'user', content: 'Hello' }] },
    { headers: { 'x-outcrop-retries': '0' } },
  );

async function readAll(chunks: AsyncIterable<unknown>): Promise<void> {
  for await (const chunk of chunks) void chunk;
}

test.each([
  ['exception-after=0:throttlingException', model],
  ['cut-after=0', model],
  ['exception-after=0:throttlingException', openModel],
  ['exception-after=0:internalServerException', openModel],
  ['cut-after=0', openModel],
])('a stream that begins with %s comes from the next target: %s', async (behaviour, name) => {
  const gateway = await startWithTwo(behaviour);
  let text = '';
  for await (const chunk of await stream(gateway, name)) text += chunk.choices[0]?.delta.content ?? '';
  expect(text).not.toBe('');
  expect(gateway.emulator.requests).toHaveLength(1);
  expect(gateway.records).toMatchObject([{ attempts: [{ error: {} }, { status: 200 }], status: 200 }]);
  expect(gateway.records[0]?.attempts[1]?.error).toBeUndefined();
});

test.each([model, openModel])(
  'where every target begins so, the status tells the error: %s',
  async (name) => {
    const behaviour = 'exception-after=0:throttlingException';
    const gateway = await startWithTwo(behaviour, behaviour);
    await expect(stream(gateway, name)).rejects.toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
    expect(gateway.records).toMatchObject([{ attempts: [{ status: 200 }, { status: 200 }], status: 429 }]);
  },
);

test.each([model, openModel])(
  'nothing later, and nothing nobody else may answer, leads on: %s',
  async (name) => {
    for (const behaviour of [
      'exception-after=2:throttlingException',
      'exception-after=0:validationException',
    ]) {
      const gateway = await startWithTwo(behaviour);
      await expect(stream(gateway, name).then((chunks) => readAll(chunks))).rejects.toMatchObject({
        code: expect.any(String),
      });
      expect(gateway.emulator.requests).toHaveLength(0);
    }
  },
);

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

const respond = ({ url, key }: TestGateway) =>
  new OpenAI({ apiKey: key, baseURL: `${url}/v1`, maxRetries: 0 }).responses.create(
    { model: openModel, stream: true, input: 'Hello' },
    { headers: { 'x-outcrop-retries': '0' } },
  );

test.each(['exception-after=1:throttlingException', 'exception-after=2:throttlingException', 'cut-after=2'])(
  'a response that has only been created is answered by the next target: %s',
  async (behaviour) => {
    const gateway = await startWithTwo(behaviour);
    const types: string[] = [];
    for await (const { type } of await respond(gateway)) types.push(type);
    expect(types.filter((type) => type === 'response.created')).toHaveLength(1);
    expect(types.at(-1)).toBe('response.completed');
    expect(gateway.records).toMatchObject([{ attempts: [{ error: {} }, { status: 200 }], status: 200 }]);
  },
);

test('a response that is created and then thought about is passed on meanwhile, and by nobody else', async () => {
  const gateway = await startWithTwo('hang-after=2');
  const events = await respond(gateway);
  for await (const { type } of events) if (type === 'response.in_progress') break;
  expect(gateway.emulator.requests).toHaveLength(0);
  expect(gateway.records).toMatchObject([]);
});
