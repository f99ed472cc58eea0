import OpenAI, { APIError, toFile } from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claude, findScriptedTargets } from '../../../test/find-scripted-targets.ts';
import { openTestGateway } from '../../../test/start-test-gateway.ts';
import { mapCall } from '../../recording/map-call.ts';
import { weatherSchema, weatherTool } from '../../../test/weather-tool.ts';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let gateway: Awaited<ReturnType<typeof openTestGateway>>;
let client: OpenAI;
beforeAll(async () => {
  gateway = await openTestGateway({
    findTargets: findScriptedTargets,
    gateway: {
      fetchMedia: (url) =>
        url.endsWith('.png')
          ? Promise.resolve({ bytes: png, mediaType: 'application/octet-stream' })
          : Promise.resolve({ bytes: Buffer.from('<html>'), mediaType: 'image/png' }),
    },
    host: {
      listModels: () =>
        Promise.resolve([
          { name: 'a/b', createdAt: 1_700_000_000_123, ownedBy: 'amazon', displayName: 'AB' },
        ]),
    },
  });
  client = new OpenAI({ apiKey: gateway.key, baseURL: `${gateway.url}/v1`, maxRetries: 0 });
});
afterAll(() => gateway.close());

/** What Bedrock got last. */
function getUpstreamBody(): string {
  return Buffer.from(gateway.records.at(-1)?.upstreamBody ?? []).toString();
}

function askAbout(model: string, ...parts: OpenAI.ChatCompletionContentPart[]) {
  const content = [...parts, { type: 'text' as const, text: 'What is this?' }];
  return client.chat.completions.create({ model, messages: [{ role: 'user', content }] });
}

describe.each([`converse/${claude}`, `anthropic/${claude}`])('%s', (model) => {
  test('images by data and by URL', async () => {
    for (const url of [`data:image/png;base64,${png.toString('base64')}`, 'https://example.com/a.png']) {
      await askAbout(model, { type: 'image_url', image_url: { url } });
      expect(getUpstreamBody()).toContain(png.toString('base64'));
    }
    const failure = askAbout(model, { type: 'image_url', image_url: { url: 'https://example.com/page' } });
    await expect(failure).rejects.toMatchObject({ status: 400, code: 'invalid_image_url' });
  });

  test('documents', async () => {
    const data = Buffer.from('%PDF-1.4 hello').toString('base64');
    const file = { filename: 'a.pdf', file_data: `data:application/pdf;base64,${data}` };
    await askAbout(model, { type: 'file', file });
    expect(getUpstreamBody()).toContain(data);
  });

  test('structured output, parsed', async () => {
    const completion = await client.chat.completions.parse({
      model,
      messages: [{ role: 'user', content: 'The weather in Paris' }],
      response_format: { type: 'json_schema', json_schema: { name: 'weather', schema: weatherSchema } },
    });
    expect(completion.choices[0]?.message.parsed).toHaveProperty('city');
  });

  test('a prompt cache is written, then read', async () => {
    const cache_control = { type: 'ephemeral' };
    const content = [{ type: 'text' as const, text: `Be kind to ${model}`, cache_control }];
    const ask = () =>
      client.chat.completions.create({
        model,
        messages: [
          { role: 'system', content },
          { role: 'user', content: 'Hello' },
        ],
      });
    expect((await ask()).usage?.prompt_tokens_details).toMatchObject({ cached_tokens: 0 });
    expect((await ask()).usage?.prompt_tokens_details?.cached_tokens).toBeGreaterThan(0);
  });

  test('reasoning goes back and forth over three turns', async () => {
    const messages: OpenAI.ChatCompletionMessageParam[] = [
      { role: 'user', content: 'Think, then tell me the weather in Paris' },
    ];
    const ask = () =>
      client.chat.completions.create({
        model,
        messages,
        tools: [weatherTool],
        reasoning_effort: 'low',
        max_tokens: 4000,
      });
    const first = (await ask()).choices[0]?.message;
    expect(first).toMatchObject({
      reasoning_content: expect.any(String),
      thinking_blocks: [{ signature: expect.any(String) }],
    });
    messages.push(first as OpenAI.ChatCompletionMessageParam);
    messages.push({ role: 'tool', tool_call_id: first?.tool_calls?.[0]?.id ?? '', content: 'Sunny' });
    const second = (await ask()).choices[0]?.message;
    expect(getUpstreamBody()).toMatch(/signature/);
    messages.push(second as OpenAI.ChatCompletionMessageParam, { role: 'user', content: 'Thanks' });
    expect((await ask()).choices[0]?.finish_reason).toMatch(/stop|tool_calls/);
    expect(getUpstreamBody().split(/"signature":/).length).toBeGreaterThan(1);
  });

  test('responses: streamed, with a tool, refused and broken off', async () => {
    const response = await client.responses.stream({ model, input: 'Hello' }).finalResponse();
    expect(response).toMatchObject({ status: 'completed', output_text: expect.stringMatching(/^Hello/) });
    const tool = { type: 'function' as const, name: 'get_weather', parameters: weatherSchema, strict: null };
    const called = await client.responses.create({
      model,
      input: 'The weather in Paris?',
      tools: [tool],
      tool_choice: 'required',
    });
    expect(called.output.at(-1)).toMatchObject({ type: 'function_call', name: 'get_weather' });
    const throttled = client.responses.create(
      { model: `${model}#status=429:ThrottlingException`, input: 'Hello' },
      { headers: { 'x-outcrop-retries': '0' } },
    );
    await expect(throttled).rejects.toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
    const broken = client.responses.stream({ model: `${model}#cut-after=3`, input: 'Hello' });
    await expect(broken.finalResponse()).rejects.toMatchObject({ code: 'stream_truncated' });
  });

  test('what is dropped is named, and refused in strict mode', async () => {
    const request = { model, messages: [{ role: 'user' as const, content: 'Hello' }], seed: 1 };
    const { response } = await client.chat.completions.create(request).withResponse();
    expect(response.headers.get('x-outcrop-dropped')).toBe('seed=dropped');
    expect(gateway.records.at(-1)?.dropped).toMatchObject([{ field: 'seed' }]);
    const strict = client.chat.completions.create(request, { headers: { 'x-outcrop-strict': 'true' } });
    await expect(strict).rejects.toMatchObject({ status: 400, code: 'unsupported_parameter', param: 'seed' });
  });
});

test('an exception before the first piece of a stream has a status of its own', async () => {
  const model = `converse/${claude}#exception-after=0:throttlingException:slow`;
  const stream = client.chat.completions.create({
    model,
    messages: [{ role: 'user', content: 'Hello' }],
    stream: true,
  });
  await expect(stream).rejects.toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
});

test('a client that leaves takes its request to Bedrock along', async () => {
  const model = `converse/${claude}#tokens-per-second=5`;
  const stream = await client.chat.completions.create({
    model,
    messages: [{ role: 'user', content: 'Hello' }],
    stream: true,
  });
  const before = gateway.records.length;
  for await (const chunk of stream) if (chunk.choices[0]?.delta.content) break;
  await expect.poll(() => gateway.records.length).toBe(before + 1);
  await expect.poll(() => gateway.emulator.requests.at(-1)?.wasAbandoned).toBe(true);
  const record = gateway.records.at(-1)!;
  expect(record).toMatchObject({ partialReason: 'aborted', error: { code: 'client_left' } });
  const { metadata, metrics } = mapCall(record).span;
  expect(metadata).toMatchObject({ partial: true, partial_reason: 'aborted', usage_estimated: true });
  expect([metrics.prompt_tokens, metrics.completion_tokens]).toEqual([
    Math.ceil(record.requestBody.length / 4),
    expect.any(Number),
  ]);
  expect(metrics.completion_tokens).toBeGreaterThan(0);
});

function askWithHeartbeats(script: string) {
  return fetch(`${gateway.url}/v1/chat/completions`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${gateway.key}`,
      'x-outcrop-heartbeat-seconds': '0.05',
      'x-outcrop-retries': '0',
      'x-outcrop-timeout-ms': '500',
    },
    body: JSON.stringify({
      model: `converse/${claude}#${script}`,
      messages: [{ role: 'user', content: 'Hello' }],
      stream: true,
    }),
  });
}

test('heartbeats keep a silent stream alive, and what fails after them is told in the stream', async () => {
  const text = await (await askWithHeartbeats('latency=300')).text();
  expect(text).toMatch(/^: heartbeat\n\n/);
  expect(text).toMatch(/data: \[DONE\]\n\n$/);
  const failed = await askWithHeartbeats('hang');
  expect(failed.status).toBe(200);
  const said = await failed.text();
  expect(said).toMatch(/data: \{"error":\{.*"code":"upstream_timeout"/);
  expect(said).not.toContain('[DONE]');
});

test('models of the request are tried one after the other, and Bedrock sees none of the list', async () => {
  const failing = `converse/${claude}#status=503:ServiceUnavailableException`;
  const request = {
    model: failing,
    models: [`converse/${claude}`],
    messages: [{ role: 'user', content: 'Hello' }],
  };
  const completion = await client.chat.completions.create(
    request as OpenAI.ChatCompletionCreateParamsNonStreaming,
    {
      headers: { 'x-outcrop-retries': '0' },
    },
  );
  expect(completion.choices[0]?.message.content).toMatch(/^Hello/);
  expect(getUpstreamBody()).not.toContain('models');
  expect(gateway.records.at(-1)?.attempts.map(({ status }) => status)).toEqual([503, 200]);
});

test('a fallback of another format is translated anew', async () => {
  const failing = `anthropic/${claude}#status=503:ServiceUnavailableException`;
  const request = { model: failing, messages: [{ role: 'user' as const, content: 'Hello' }] };
  const completion = await client.chat.completions.create(request, {
    headers: { 'x-outcrop-retries': '0', 'x-outcrop-fallback-models': 'converse/amazon.nova-pro-v1:0' },
  });
  expect(completion.choices[0]?.message.content).toMatch(/^Hello/);
  expect(gateway.records.at(-1)?.upstreamPath).toBe('/model/amazon.nova-pro-v1%3A0/converse');
});

test('embeddings, one call of Titan for each text', async () => {
  const model = 'amazon.titan-embed-text-v2:0';
  const answer = await client.embeddings.create({ model, input: ['a', 'b', 'c'] });
  expect(answer.data.map(({ index }) => index)).toEqual([0, 1, 2]);
  expect(answer.data[0]?.embedding.length).toBeGreaterThan(10);
  expect(answer.usage.total_tokens).toBeGreaterThan(0);
  await expect(client.embeddings.create({ model: claude, input: 'a' })).rejects.toMatchObject({
    status: 400,
  });
});

test('models, listed and one by one', async () => {
  const list = await client.models.list();
  expect(list.data).toEqual([{ id: 'a/b', object: 'model', created: 1_700_000_000, owned_by: 'amazon' }]);
  expect(await client.models.retrieve('a/b')).toMatchObject({ id: 'a/b' });
  await expect(client.models.retrieve('c')).rejects.toMatchObject({ status: 404, code: 'model_not_found' });
});

test('audio is transcribed by models that hear, and by no other', async () => {
  const file = await toFile(Buffer.from('ID3 audio'), 'a.mp3');
  const heard = await client.audio.transcriptions.create({
    model: 'mistral.voxtral-mini-3b-2507',
    file,
    language: 'en',
  });
  expect(heard.text).toEqual(expect.any(String));
  expect(getUpstreamBody()).toContain(Buffer.from('ID3 audio').toString('base64'));
  const deaf = client.audio.transcriptions.create({ model: claude, file });
  await expect(deaf).rejects.toMatchObject({ status: 400, code: 'unsupported_model' });
});

test.each([
  ['{', 400, 'invalid_json'],
  ['{}', 400, 'missing_model'],
  [`{"model":"converse/${claude}","messages":1}`, 400, 'invalid_value'],
])('a body of %s is refused', async (body, status, code) => {
  const headers = { authorization: `Bearer ${gateway.key}` };
  const response = await fetch(`${gateway.url}/v1/chat/completions`, { method: 'POST', headers, body });
  expect(response.status).toBe(status);
  expect(await response.json()).toMatchObject({ error: { code, type: 'invalid_request_error' } });
});

test('a wrong key is refused in the shape of the API', async () => {
  const stranger = new OpenAI({ apiKey: 'wrong', baseURL: `${gateway.url}/openai/v1`, maxRetries: 0 });
  await expect(stranger.models.list()).rejects.toMatchObject({ status: 401, code: 'invalid_api_key' });
  await expect(stranger.models.list()).rejects.toThrow(APIError);
});
