import { inflateSync } from 'node:zlib';

import { InvokeModelCommand, InvokeModelWithResponseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import {
  crc32,
  findRequestFamily,
  findResponseFamily,
  invokeModelWithResponseStream,
} from '@outcrop/bedrock';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { catchError, collect, createBedrockClient } from '../../test/create-bedrock-client.ts';
import { readImageSize } from '../answer/image-size.ts';
import { startEmulator } from '../index.ts';
import type { Emulator } from '../index.ts';
import type { JsonObject } from '../json.ts';

interface Sample {
  family: string;
  modelId: string;
  body: JsonObject;
  /** Where the family keeps its limit of tokens. */
  limit: (maxTokens: number) => JsonObject;
  text: (answer: JsonObject) => unknown;
  stopReason: (answer: JsonObject) => unknown;
  stopReasons: { done: string; cut: string };
}

const question = 'What is the capital of France?';
const capital = 'The capital of France is Paris.';
const at =
  (path: string) =>
  (answer: JsonObject): unknown =>
    path
      .split('.')
      .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], answer);

const openAi = {
  text: at('choices.0.message.content'),
  stopReason: at('choices.0.finish_reason'),
  stopReasons: { done: 'stop', cut: 'length' },
  limit: (max_tokens: number) => ({ max_tokens }),
};

const samples: Sample[] = [
  {
    family: 'anthropic-messages',
    modelId: 'anthropic.claude-3-5-sonnet-20240620-v1:0',
    body: {
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 99,
      messages: [{ role: 'user', content: question }],
    },
    limit: (max_tokens) => ({ max_tokens }),
    text: at('content.0.text'),
    stopReason: at('stop_reason'),
    stopReasons: { done: 'end_turn', cut: 'max_tokens' },
  },
  {
    family: 'anthropic-text',
    modelId: 'anthropic.claude-v2:1',
    body: { prompt: `\n\nHuman: ${question}\n\nAssistant:`, max_tokens_to_sample: 99 },
    limit: (max_tokens_to_sample) => ({ max_tokens_to_sample }),
    text: at('completion'),
    stopReason: at('stop_reason'),
    stopReasons: { done: 'stop_sequence', cut: 'max_tokens' },
  },
  {
    family: 'nova',
    modelId: 'us.amazon.nova-pro-v1:0',
    body: { messages: [{ role: 'user', content: [{ text: question }] }], inferenceConfig: { maxTokens: 99 } },
    limit: (maxTokens) => ({ inferenceConfig: { maxTokens } }),
    text: at('output.message.content.0.text'),
    stopReason: at('stopReason'),
    stopReasons: { done: 'end_turn', cut: 'max_tokens' },
  },
  {
    family: 'titan-text',
    modelId: 'amazon.titan-text-express-v1',
    body: { inputText: question, textGenerationConfig: { maxTokenCount: 99 } },
    limit: (maxTokenCount) => ({ textGenerationConfig: { maxTokenCount } }),
    text: at('results.0.outputText'),
    stopReason: at('results.0.completionReason'),
    stopReasons: { done: 'FINISH', cut: 'LENGTH' },
  },
  {
    family: 'llama',
    modelId: 'meta.llama3-8b-instruct-v1:0',
    body: {
      prompt: `<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\n${question}<|eot_id|>`,
      max_gen_len: 99,
    },
    limit: (max_gen_len) => ({ max_gen_len }),
    text: at('generation'),
    stopReason: at('stop_reason'),
    stopReasons: { done: 'stop', cut: 'length' },
  },
  {
    family: 'mistral-text',
    modelId: 'mistral.mistral-7b-instruct-v0:2',
    body: { prompt: `<s>[INST] ${question} [/INST]`, max_tokens: 99 },
    limit: (max_tokens) => ({ max_tokens }),
    text: at('outputs.0.text'),
    stopReason: at('outputs.0.stop_reason'),
    stopReasons: { done: 'stop', cut: 'length' },
  },
  {
    family: 'deepseek-text',
    modelId: 'us.deepseek.r1-v1:0',
    body: { prompt: `<｜begin▁of▁sentence｜><｜User｜>${question}<｜Assistant｜>`, max_tokens: 99 },
    limit: (max_tokens) => ({ max_tokens }),
    text: at('choices.0.text'),
    stopReason: at('choices.0.stop_reason'),
    stopReasons: { done: 'stop', cut: 'length' },
  },
  {
    family: 'cohere-command-r',
    modelId: 'cohere.command-r-v1:0',
    body: { message: question, max_tokens: 99 },
    limit: (max_tokens) => ({ max_tokens }),
    text: at('text'),
    stopReason: at('finish_reason'),
    stopReasons: { done: 'COMPLETE', cut: 'MAX_TOKENS' },
  },
  {
    family: 'cohere-command',
    modelId: 'cohere.command-text-v14',
    body: { prompt: question, max_tokens: 99, p: 0.9 },
    limit: (max_tokens) => ({ max_tokens }),
    text: at('generations.0.text'),
    stopReason: at('generations.0.finish_reason'),
    stopReasons: { done: 'COMPLETE', cut: 'MAX_TOKENS' },
  },
  {
    family: 'openai-chat',
    modelId: 'openai.gpt-oss-120b-1:0',
    body: { messages: [{ role: 'user', content: question }], max_completion_tokens: 99 },
    ...openAi,
    limit: (max_completion_tokens) => ({ max_completion_tokens }),
  },
  {
    family: 'openai-chat',
    modelId: 'mistral.mistral-large-2407-v1:0',
    body: { messages: [{ role: 'user', content: question }], max_tokens: 99 },
    ...openAi,
  },
  {
    family: 'openai-chat',
    modelId: 'ai21.jamba-1-5-mini-v1:0',
    body: { messages: [{ role: 'user', content: question }], max_tokens: 99 },
    ...openAi,
  },
];

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

async function invoke(
  modelId: string,
  body: JsonObject,
): Promise<{ answer: JsonObject; headers: Record<string, string> }> {
  const client = createBedrockClient(emulator);
  let headers: Record<string, string> = {};
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      headers = (result.response as { headers: Record<string, string> }).headers;
      return result;
    },
    { step: 'deserialize', name: 'keepHeaders' },
  );
  const { body: bytes } = await client.send(new InvokeModelCommand({ modelId, body: JSON.stringify(body) }));
  client.destroy();
  return { answer: JSON.parse(bytes.transformToString()) as JsonObject, headers };
}

async function invokeStream(modelId: string, body: JsonObject): Promise<JsonObject[]> {
  const client = createBedrockClient(emulator);
  const output = await client.send(
    new InvokeModelWithResponseStreamCommand({ modelId, body: JSON.stringify(body) }),
  );
  const chunks = await collect(output.body);
  client.destroy();
  return chunks.map(
    ({ chunk }) => JSON.parse(Buffer.from(chunk?.bytes ?? []).toString('utf8')) as JsonObject,
  );
}

/** What Outcrop's own readers, which are tested against real recordings, make of the stream. */
function rebuild(chunks: JsonObject[]): { output: unknown; usage: unknown } {
  const reader = invokeModelWithResponseStream.createStreamReader?.({ input: {}, metadata: {} });
  for (const chunk of chunks) reader?.read({ chunk: { bytes: Buffer.from(JSON.stringify(chunk)) } });
  const result = reader?.result({});
  return { output: result?.output, usage: result?.usage };
}

describe.each(samples)('$family by $modelId', (sample) => {
  test('answers in the shape Outcrop reads from the real service', async () => {
    const { answer, headers } = await invoke(sample.modelId, sample.body);
    expect(String(sample.text(answer)).trim()).toBe(capital);
    expect(sample.stopReason(answer)).toBe(sample.stopReasons.done);
    expect(findRequestFamily(sample.body)?.name).toBe(sample.family);
    expect(findResponseFamily(answer)?.name).toBe(sample.family);
    expect(Number(headers['x-amzn-bedrock-input-token-count'])).toBeGreaterThan(0);
    expect(Number(headers['x-amzn-bedrock-output-token-count'])).toBeGreaterThan(0);
    expect(Number(headers['x-amzn-bedrock-invocation-latency'])).toBeGreaterThan(0);
  });

  test('streams what it answers whole', async () => {
    const { answer, headers } = await invoke(sample.modelId, sample.body);
    const chunks = await invokeStream(sample.modelId, sample.body);
    const { output, usage } = rebuild(chunks);
    expect(sample.text(output as JsonObject)).toBe(sample.text(answer));
    expect(sample.stopReason(output as JsonObject)).toBe(sample.stopReasons.done);
    expect(chunks.at(-1)).toMatchObject({
      'amazon-bedrock-invocationMetrics': {
        inputTokenCount: Number(headers['x-amzn-bedrock-input-token-count']),
        outputTokenCount: Number(headers['x-amzn-bedrock-output-token-count']),
      },
    });
    expect(usage).toMatchObject({ outputTokens: Number(headers['x-amzn-bedrock-output-token-count']) });
  });

  test('stops at the limit of tokens', async () => {
    const { answer, headers } = await invoke(sample.modelId, { ...sample.body, ...sample.limit(3) });
    expect(String(sample.text(answer)).trim()).toBe('The capital of');
    expect(sample.stopReason(answer)).toBe(sample.stopReasons.cut);
    expect(headers['x-amzn-bedrock-output-token-count']).toBe('3');
  });

  test('refuses a body without its prompt', async () => {
    const client = createBedrockClient(emulator);
    const error = await catchError(
      client.send(new InvokeModelCommand({ modelId: sample.modelId, body: '{"x":1}' })),
    );
    expect(error).toMatchObject({ name: 'ValidationException', $metadata: { httpStatusCode: 400 } });
    client.destroy();
  });
});

test('AI21 sends its metrics in a chunk of their own', async () => {
  const chunks = await invokeStream('ai21.jamba-1-5-mini-v1:0', {
    messages: [{ role: 'user', content: question }],
    max_tokens: 99,
  });
  expect(Object.keys(chunks.at(-1) ?? {})).toEqual(['amazon-bedrock-invocationMetrics']);
  expect(chunks.at(-2)).toMatchObject({ usage: { completion_tokens: 7 } });
});

test('finds the family by the body behind an opaque ARN', async () => {
  const arn = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123';
  const { answer: nova } = await invoke(arn, { messages: [{ role: 'user', content: [{ text: question }] }] });
  expect(nova).toHaveProperty('output.message.content');
  const { answer: llama } = await invoke(arn, { prompt: question, max_gen_len: 50 });
  expect(llama).toHaveProperty('generation', capital);
});

const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };

describe('tools', () => {
  test('Claude asks for a tool, then answers with its result', async () => {
    const tools = [{ name: 'get_weather', description: 'Weather of a city', input_schema: schema }];
    const user = { role: 'user', content: 'What is the weather in Lisbon?' };
    const base = { anthropic_version: 'bedrock-2023-05-31', max_tokens: 500, tools };
    const modelId = 'anthropic.claude-3-5-sonnet-20240620-v1:0';
    const { answer } = await invoke(modelId, { ...base, messages: [user] });
    const [said, call] = answer.content as { type: string; id?: string; input?: unknown }[];
    expect(answer.stop_reason).toBe('tool_use');
    expect(said?.type).toBe('text');
    expect(call).toMatchObject({ type: 'tool_use', name: 'get_weather', input: { city: 'Lisbon' } });
    const { output } = rebuild(await invokeStream(modelId, { ...base, messages: [user] }));
    expect((output as JsonObject).content).toEqual(answer.content);

    const result = { type: 'tool_result', tool_use_id: call?.id, content: '{"celsius":21,"sky":"clear"}' };
    const { answer: final } = await invoke(modelId, {
      ...base,
      messages: [user, { role: 'assistant', content: answer.content }, { role: 'user', content: [result] }],
    });
    expect(final.content).toEqual([
      { type: 'text', text: 'Here is what I found: celsius is 21, sky is clear.' },
    ]);
  });

  test.each(['mistral.mistral-large-2407-v1:0', 'ai21.jamba-1-5-mini-v1:0'])(
    '%s calls functions',
    async (modelId) => {
      const body = {
        messages: [{ role: 'user', content: 'What is the weather in Lisbon?' }],
        max_tokens: 300,
        tools: [{ type: 'function', function: { name: 'get_weather', parameters: schema } }],
      };
      const { answer } = await invoke(modelId, body);
      expect(answer).toMatchObject({
        choices: [
          {
            finish_reason: 'tool_calls',
            message: {
              tool_calls: [
                { type: 'function', function: { name: 'get_weather', arguments: '{"city":"Lisbon"}' } },
              ],
            },
          },
        ],
      });
      const { output } = rebuild(await invokeStream(modelId, body));
      expect(output).toMatchObject({
        choices: [{ message: { tool_calls: [{ function: { arguments: '{"city":"Lisbon"}' } }] } }],
      });
      const call = at('choices.0.message')(answer);
      const { answer: final } = await invoke(modelId, {
        ...body,
        messages: [...body.messages, call, { role: 'tool', tool_call_id: 'x', content: '{"celsius":21}' }],
      });
      expect(at('choices.0.message.content')(final)).toBe('Here is what I found: celsius is 21.');
    },
  );

  test('Command R calls tools with parameters of their Python types', async () => {
    const { answer } = await invoke('cohere.command-r-v1:0', {
      message: 'What is the weather in Lisbon?',
      tools: [
        {
          name: 'get_weather',
          description: 'Weather',
          parameter_definitions: { city: { type: 'str', required: true }, days: { type: 'int' } },
        },
      ],
    });
    expect(answer.tool_calls).toEqual([{ name: 'get_weather', parameters: { city: 'Lisbon', days: 1 } }]);
  });

  test('Nova takes Converse’s tools', async () => {
    const { answer } = await invoke('amazon.nova-pro-v1:0', {
      messages: [{ role: 'user', content: [{ text: 'What is the weather in Lisbon?' }] }],
      toolConfig: { tools: [{ toolSpec: { name: 'get_weather', inputSchema: { json: schema } } }] },
    });
    expect(answer).toMatchObject({ stopReason: 'tool_use' });
    expect(at('output.message.content.1.toolUse')(answer)).toMatchObject({
      name: 'get_weather',
      input: { city: 'Lisbon' },
    });
  });
});

describe('embeddings', () => {
  test('Titan gives a unit vector of the wished length', async () => {
    const { answer, headers } = await invoke('amazon.titan-embed-text-v2:0', {
      inputText: question,
      dimensions: 256,
    });
    const vector = answer.embedding as number[];
    expect(vector).toHaveLength(256);
    expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
    expect(answer.inputTextTokenCount).toBe(Number(headers['x-amzn-bedrock-input-token-count']));
    expect(
      (await invoke('amazon.titan-embed-text-v2:0', { inputText: question, dimensions: 256 })).answer,
    ).toEqual(answer);
    expect(findResponseFamily(answer)?.name).toBe('titan-embedding');
  });

  test('Cohere gives a vector for each text and type', async () => {
    const body = { texts: ['one', 'two'], input_type: 'search_document' };
    const { answer } = await invoke('cohere.embed-english-v3', body);
    const vectors = answer.embeddings as number[][];
    expect(vectors.map((vector) => vector.length)).toEqual([1024, 1024]);
    expect(vectors[0]).not.toEqual(vectors[1]);
    const { answer: typed } = await invoke('cohere.embed-v4:0', {
      ...body,
      embedding_types: ['float', 'int8'],
    });
    expect(typed).toMatchObject({ response_type: 'embeddings_by_type' });
    expect(Object.keys(typed.embeddings as object)).toEqual(['float', 'int8']);
    expect(findResponseFamily(answer)?.name).toBe('cohere-embed');
  });

  test('do not stream', async () => {
    const error = await catchError(invokeStream('amazon.titan-embed-text-v2:0', { inputText: question }));
    expect(error).toMatchObject({
      name: 'ValidationException',
      message: 'The model is unsupported for streaming.',
    });
  });
});

const buildDrawing = (changes: JsonObject = {}) => ({
  taskType: 'TEXT_IMAGE',
  textToImageParams: { text: 'A cliff' },
  imageGenerationConfig: { numberOfImages: 2, width: 64, height: 32, ...changes },
});
const sizesOf = (images: unknown) =>
  (images as string[]).map((image) => readImageSize('png', Buffer.from(image, 'base64')));

describe('images', () => {
  test.each(['amazon.nova-canvas-v1:0', 'amazon.titan-image-generator-v2:0'])(
    'are drawn by %s in the size and the number that were asked for, the same each time',
    async (modelId) => {
      const { answer } = await invoke(modelId, buildDrawing());
      expect(sizesOf(answer.images)).toEqual([
        { width: 64, height: 32 },
        { width: 64, height: 32 },
      ]);
      expect((await invoke(modelId, buildDrawing())).answer).toEqual(answer);
      expect((await invoke(modelId, buildDrawing({ seed: 7 }))).answer).not.toEqual(answer);
      expect([findRequestFamily(buildDrawing())?.name, findResponseFamily(answer)?.name]).toEqual([
        'image-generation',
        'image-generation',
      ]);
    },
  );

  test('are PNGs that can be unpacked', async () => {
    const { answer } = await invoke('amazon.nova-canvas-v1:0', buildDrawing({ numberOfImages: 1 }));
    const png = Buffer.from((answer.images as string[])[0] ?? '', 'base64');
    const data = png.indexOf('IDAT') + 4;
    const length = png.readUInt32BE(data - 8);
    expect(inflateSync(png.subarray(data, data + length))).toHaveLength((64 * 3 + 1) * 32);
    expect(png.readUInt32BE(data + length)).toBe(crc32(png.subarray(data - 4, data + length)));
    expect(png.subarray(-8, -4).toString()).toBe('IEND');
  });

  test('come one at a time from Stability, in the shape that was asked for', async () => {
    const modelId = 'stability.stable-image-core-v1:1';
    const { answer } = await invoke(modelId, { prompt: 'A cliff', aspect_ratio: '16:9', seed: 7 });
    const [size] = sizesOf(answer.images);
    expect((size?.width ?? 0) / (size?.height ?? 1)).toBeCloseTo(16 / 9, 2);
    expect(answer).toMatchObject({ seeds: [7], finish_reasons: [null] });
    const { answer: refused } = await invoke(modelId, { prompt: 'A blocked cliff' });
    expect(refused).toMatchObject({ finish_reasons: ['Filter reason: prompt'] });
  });

  test('are refused for what Bedrock refuses', async () => {
    for (const body of [
      { x: 1 },
      buildDrawing({ numberOfImages: 6 }),
      { ...buildDrawing(), textToImageParams: {} },
      { ...buildDrawing(), textToImageParams: { text: 'A blocked cliff' } },
    ]) {
      const error = await catchError(invoke('amazon.nova-canvas-v1:0', body));
      expect(error).toMatchObject({ name: 'ValidationException' });
    }
  });
});

test.each(['cohere.rerank-v3-5:0', 'amazon.rerank-v1:0'])('%s puts documents in order', async (modelId) => {
  const { answer } = await invoke(modelId, {
    query: 'limestone cliffs',
    documents: ['sea', 'cliffs', 'limestone cliffs'],
    top_n: 2,
  });
  expect((answer.results as JsonObject[]).map(({ index }) => index)).toEqual([2, 1]);
});

test('Nova gives a vector of a text or a picture', async () => {
  for (const input of [
    { text: { value: question } },
    { image: { format: 'png', source: { bytes: 'aa' } } },
  ]) {
    const { answer } = await invoke('amazon.nova-2-multimodal-embeddings-v1:0', {
      taskType: 'SINGLE_EMBEDDING',
      singleEmbeddingParams: { embeddingPurpose: 'GENERIC_INDEX', embeddingDimension: 256, ...input },
    });
    const [first] = answer.embeddings as JsonObject[];
    expect(first?.embedding).toHaveLength(256);
  }
});
