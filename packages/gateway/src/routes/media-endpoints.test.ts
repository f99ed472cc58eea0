import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { startTestGateway } from '../../test/start-test-gateway.ts';
import { mapCall } from '../recording/map-call.ts';

const connect = ({ url, key }: { url: string; key: string }) =>
  new OpenAI({ apiKey: key, baseURL: `${url}/v1`, maxRetries: 0 });

const readPng = (image: string | undefined) => {
  const bytes = Buffer.from(image ?? '', 'base64');
  return [bytes.toString('latin1', 1, 4), bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
};

test.each<[model: string, asked: object[], size: number[]]>([
  [
    'amazon.nova-canvas-v1:0',
    [{ imageGenerationConfig: { numberOfImages: 2, width: 1280, height: 720, quality: 'premium' } }],
    [1280, 720],
  ],
  [
    'stability.stable-image-core-v1:1',
    [{ prompt: 'A cliff', aspect_ratio: '16:9' }, { prompt: 'A cliff' }],
    [1365, 768],
  ],
])('images are drawn for OpenAI’s client by %s', async (model, asked, size) => {
  const gateway = await startTestGateway();
  const client = connect(gateway);
  const { data, response } = await client.images
    .generate({ model, prompt: 'A cliff', n: 2, size: '1280x720', quality: 'hd' })
    .withResponse();
  expect(data.data?.map(({ b64_json: image }) => readPng(image))).toEqual([
    ['PNG', ...size],
    ['PNG', ...size],
  ]);
  expect(gateway.emulator.requests.map(({ body }) => body)).toMatchObject(asked);
  expect(response.headers.get('x-outcrop-dropped') ?? '').toBe(
    asked.length === 1 ? '' : 'size=changed, quality=dropped',
  );
  const { name, metrics, metadata } = mapCall(gateway.records[0]!).span;
  expect([name, metrics['generated_images'], metadata['invocations'] ?? 1]).toEqual([
    'openai.images.generate',
    2,
    asked.length,
  ]);
});

test('images that a filter keeps back, and models that draw none, are refused', async () => {
  const client = connect(await startTestGateway());
  const draw = (model: string) => client.images.generate({ model, prompt: 'A blocked cliff' });
  await expect(draw('stability.sd3-5-large-v1:0')).rejects.toMatchObject({
    status: 400,
    code: 'content_policy_violation',
  });
  await expect(draw('amazon.nova-canvas-v1:0')).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining('blocked by our content filters'),
  });
  await expect(draw('amazon.nova-pro-v1:0')).rejects.toMatchObject({ status: 400, code: 'model_not_found' });
});

test.each(['cohere.rerank-v3-5:0', 'amazon.rerank-v1:0'])('documents are ranked by %s', async (model) => {
  const { url, key, records } = await startTestGateway();
  const answer = await fetch(`${url}/v1/rerank`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      model,
      query: 'rocks of limestone',
      documents: ['sea', 'a limestone cliff'],
      top_n: 1,
      return_documents: true,
    }),
  });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({
    results: [{ index: 1, relevance_score: expect.any(Number), document: { text: 'a limestone cliff' } }],
  });
  expect(mapCall(records[0]!).span.metrics).toMatchObject({ search_queries: 1 });
});

test('texts and their vectors by Nova', async () => {
  const client = connect(await startTestGateway());
  const { data } = await client.embeddings.create({
    model: 'amazon.nova-2-multimodal-embeddings-v1:0',
    input: ['a', 'b'],
    dimensions: 256,
  });
  expect(data.map(({ embedding }) => embedding.length)).toEqual([256, 256]);
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
