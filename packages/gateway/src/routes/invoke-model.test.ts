import { createServer, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import OpenAI from 'openai';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createTestTarget, startTestGateway, type TestGateway } from '../../test/start-test-gateway.ts';
import { mapCall } from '../recording/map-call.ts';

const model = 'amazon.titan-embed-text-v2:0';
const input = Array.from({ length: 20 }, (_, index) => `text ${'long '.repeat(index)}`);

const createClient = ({ url, key }: TestGateway) =>
  new OpenAI({ apiKey: key, baseURL: `${url}/v1`, maxRetries: 0 });

/** Answers as Titan does, but for the texts that `answer` takes over. */
async function startTitan(answer: (text: string, response: ServerResponse) => boolean): Promise<string> {
  const server = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      const { inputText } = JSON.parse(body) as { inputText: string };
      if (answer(inputText, response)) return;
      response.setHeader('x-amzn-bedrock-input-token-count', '5');
      response.end(JSON.stringify({ embedding: [1, 2], inputTextTokenCount: 5 }));
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('all calls of one request are counted in its span, and none is taken for a retry', async () => {
  const gateway = await startTestGateway();
  const { usage } = await createClient(gateway).embeddings.create({ model, input });
  expect(gateway.emulator.requests).toHaveLength(input.length);
  expect(gateway.records).toHaveLength(1);
  const { span } = mapCall(gateway.records[0]!);
  expect(span.metrics).toMatchObject({ prompt_tokens: usage.prompt_tokens, tokens: usage.total_tokens });
  expect(span.metadata).toMatchObject({ attempts: input.length, invocations: input.length });
  expect(span.output).toHaveLength(input.length);
  expect(span.events).toEqual([]);
});

test('what was answered counts where one of the calls fails', async () => {
  const url = await startTitan((text, response) => {
    if (text !== 'bad') return false;
    response.writeHead(400, { 'x-amzn-errortype': 'ValidationException' }).end('{"message":"no"}');
    return true;
  });
  const gateway = await startTestGateway({ findTargets: (name) => [createTestTarget(url, name)] });
  const failing = createClient(gateway).embeddings.create({ model, input: ['a', 'b', 'bad', 'c'] });
  await expect(failing).rejects.toMatchObject({ status: 400 });
  const { span } = mapCall(gateway.records[0]!);
  expect(span.metrics).toMatchObject({ prompt_tokens: 15 });
  expect(span.error).toMatchObject({ status: 400 });
});

test('all calls under way are broken off when the client leaves', async () => {
  let open = 0;
  const url = await startTitan((text, response) => {
    if (text === 'first') return false;
    open += 1;
    response.on('close', () => (open -= 1));
    return true;
  });
  const gateway = await startTestGateway({ findTargets: (name) => [createTestTarget(url, name)] });
  const leaving = new AbortController();
  const asking = createClient(gateway).embeddings.create(
    { model, input: ['first', 'a', 'b', 'c', 'd'] },
    { signal: leaving.signal },
  );
  await vi.waitFor(() => expect(open).toBe(4));
  leaving.abort();
  await expect(asking).rejects.toThrow(/abort/i);
  await vi.waitFor(() => expect(open).toBe(0));
  const { span } = mapCall(gateway.records[0]!);
  expect(span).toMatchObject({ metrics: { prompt_tokens: 5 }, metadata: { partial_reason: 'aborted' } });
});
