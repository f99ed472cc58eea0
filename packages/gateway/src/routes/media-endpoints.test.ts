import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import OpenAI from 'openai';
import { expect, onTestFinished, test } from 'vitest';
import { createTestTarget, startTestGateway } from '../../test/start-test-gateway.ts';

/** A model that the emulator does not have. */
async function startModel(answer: object): Promise<{ url: string; asked: unknown[] }> {
  const asked: unknown[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      asked.push([request.url, JSON.parse(body)]);
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

async function startGatewayTo(answer: object) {
  const { url: upstream, asked } = await startModel(answer);
  const { url, key } = await startTestGateway({ findTargets: (name) => [createTestTarget(upstream, name)] });
  return { url, key, asked, client: new OpenAI({ apiKey: key, baseURL: `${url}/v1`, maxRetries: 0 }) };
}

test('images are drawn for OpenAI’s client', async () => {
  const { client, asked } = await startGatewayTo({ images: ['aW1hZ2U='] });
  const { data } = await client.images.generate({
    model: 'amazon.nova-canvas-v1:0',
    prompt: 'A cliff',
    size: '1024x1024',
    response_format: 'b64_json',
  });
  expect(data).toMatchObject([{ b64_json: 'aW1hZ2U=' }]);
  expect(asked).toMatchObject([
    ['/model/amazon.nova-canvas-v1%3A0/invoke', { textToImageParams: { text: 'A cliff' } }],
  ]);
  const wrong = client.images.generate({ model: 'amazon.nova-pro-v1:0', prompt: 'A cliff' });
  await expect(wrong).rejects.toMatchObject({ status: 400, code: 'model_not_found' });
});

test('documents are ranked', async () => {
  const { url, key, asked } = await startGatewayTo({ results: [{ index: 1, relevance_score: 0.9 }] });
  const answer = await fetch(`${url}/v1/rerank`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model: 'cohere.rerank-v3-5:0',
      query: 'rocks',
      documents: ['sea', 'cliff'],
      top_n: 1,
      return_documents: true,
    }),
  });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({
    results: [{ index: 1, relevance_score: 0.9, document: { text: 'cliff' } }],
  });
  expect(asked).toMatchObject([['/model/cohere.rerank-v3-5%3A0/invoke', { query: 'rocks', top_n: 1 }]]);
});

test.each([
  ['pdf', 'application/pdf'],
  ['csv', 'text/csv'],
  ['doc', 'application/msword'],
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
  ['xls', 'application/vnd.ms-excel'],
  ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['html', 'text/html'],
  ['txt', 'text/plain'],
  ['md', 'text/markdown'],
])('a document of the kind %s reaches Converse', async (format, mediaType) => {
  const { url, key, emulator } = await startTestGateway();
  const client = new OpenAI({ apiKey: key, baseURL: `${url}/v1`, maxRetries: 0 });
  const bytes = Buffer.from(`a document as ${format}`).toString('base64');
  const file = { filename: `report.${format}`, file_data: `data:${mediaType};base64,${bytes}` };
  const content = [
    { type: 'file' as const, file },
    { type: 'text' as const, text: 'What is this?' },
  ];
  const completion = await client.chat.completions.create({
    model: 'amazon.nova-pro-v1:0',
    messages: [{ role: 'user', content }],
  });
  expect(completion.choices[0]?.message.content).toMatch(/\w/);
  const sent = JSON.stringify(emulator.requests[0]?.body);
  expect(sent).toContain(`"format":"${format}"`);
  expect(sent).toContain(bytes);
});

test('guardrail checks pass as they are', async () => {
  const { url, key, emulator, records } = await startTestGateway();
  const answer = await fetch(`${url}/guardrail-checks/invoke`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: '{}',
  });
  expect(emulator.requests).toMatchObject([{ operation: 'InvokeGuardrailChecks', status: answer.status }]);
  expect(records).toMatchObject([
    { api: { kind: 'native', command: 'InvokeGuardrailChecksCommand' }, status: answer.status },
  ]);
});
