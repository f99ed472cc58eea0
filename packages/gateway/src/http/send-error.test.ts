import { createServer } from 'node:http';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { createTestTarget, startTestGateway } from '../../test/start-test-gateway.ts';

const claude = 'us.anthropic.claude-sonnet-4-20250514-v1:0';
const nova = 'amazon.nova-pro-v1:0';

test('a body beyond the limit is refused in the shape of each API, and nothing reaches Bedrock', async () => {
  const { url, key, emulator } = await startTestGateway({ gateway: { maxBodyBytes: 10_000 } });
  const content = 'x'.repeat(20_000);
  const messages = [{ role: 'user' as const, content }];
  const openai = new OpenAI({ apiKey: key, baseURL: `${url}/v1`, maxRetries: 0 });
  await expect(openai.chat.completions.create({ model: nova, messages })).rejects.toMatchObject({
    status: 413,
    code: 'request_too_large',
    type: expect.any(String),
  });
  const anthropic = new Anthropic({ apiKey: key, baseURL: url, maxRetries: 0 });
  await expect(anthropic.messages.create({ model: claude, max_tokens: 9, messages })).rejects.toMatchObject({
    status: 413,
    error: { type: 'error', error: { type: 'request_too_large' } },
  });
  const native = await fetch(`${url}/model/${nova}/converse`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify({ messages }),
  });
  expect(native.status).toBe(413);
  expect(native.headers.get('x-amzn-errortype')).toMatch(/Exception/);
  expect(await native.json()).toEqual({ message: expect.stringContaining('10000 bytes') });
  expect(emulator.requests).toEqual([]);
});

test('ten megabytes arrive as they were sent', async () => {
  const { url, key, emulator } = await startTestGateway();
  const text = 'é😀x'.repeat(1_500_000);
  const messages = [{ role: 'user', content: [{ text }] }];
  const answer = await fetch(`${url}/model/${nova}/converse`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ messages, inferenceConfig: { maxTokens: 5 } }),
  });
  expect(answer.status).toBe(200);
  const [{ body } = { body: undefined }] = emulator.requests;
  const sent = body as { messages: { content: { text: string }[] }[] };
  expect(sent.messages[0]?.content[0]?.text === text).toBe(true);
});

test('how long to wait reaches the client from Bedrock', async () => {
  const upstream = createServer((request, response) => {
    request.resume();
    response.writeHead(429, { 'retry-after': '7', 'x-amzn-errortype': 'ThrottlingException' });
    response.end('{"message":"slow down"}');
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  const { port } = upstream.address() as { port: number };
  const { url, key } = await startTestGateway({
    findTargets: (name) => [createTestTarget(`http://127.0.0.1:${port}`, name)],
  });
  const messages = [{ role: 'user' as const, content: 'Hello' }];
  const openai = new OpenAI({ apiKey: key, baseURL: `${url}/v1`, maxRetries: 0 });
  const refused = openai.chat.completions.create({ model: nova, messages });
  const error = await refused.catch((reason: unknown) => reason as InstanceType<typeof OpenAI.APIError>);
  expect(error).toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
  expect('headers' in error && error.headers?.get('retry-after')).toBe('7');
  const anthropic = new Anthropic({ apiKey: key, baseURL: url, maxRetries: 0 });
  const asked = anthropic.messages.create({ model: claude, max_tokens: 9, messages });
  await expect(asked).rejects.toMatchObject({ status: 429, error: { error: { type: 'rate_limit_error' } } });
  upstream.close();
  upstream.closeAllConnections();
});
