import {
  ConverseCommand,
  ConverseStreamCommand,
  CountTokensCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';

import { catchError, collect, createBedrockClient } from '../test/create-bedrock-client.ts';
import type { BedrockClientOptions } from '../test/create-bedrock-client.ts';
import { defaultBearerToken, startEmulator } from './index.ts';
import type { Emulator } from './index.ts';

const modelId = 'us.anthropic.claude-sonnet-4-20250514-v1:0';
const hello = { modelId, messages: [{ role: 'user' as const, content: [{ text: 'Hello there' }] }] };
const claudeBody = JSON.stringify({
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 200,
  messages: [{ role: 'user', content: 'Hello there' }],
});
const greeting =
  'Hello! How can I help you today? I can answer a question, summarise a text, or work through a problem with you.';

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
beforeEach(() => emulator.reset());
afterEach(() => vi.unstubAllEnvs());
afterAll(() => emulator.close());

interface Transport {
  name: string;
  httpVersion: string;
  options: () => BedrockClientOptions;
}

const transports: Transport[] = [
  { name: 'HTTP/2, the default', httpVersion: '2.0', options: () => ({}) },
  { name: 'HTTP/1.1', httpVersion: '1.1', options: () => ({ requestHandler: new NodeHttpHandler() }) },
];

describe.each(transports)('$name', ({ httpVersion, options }) => {
  test.each(['SigV4', 'bearer'])('the four operations with %s', async (auth) => {
    if (auth === 'bearer') vi.stubEnv('AWS_BEARER_TOKEN_BEDROCK', defaultBearerToken);
    const client = createBedrockClient(emulator, options());

    const answer = await client.send(new ConverseCommand(hello));
    expect(answer.output?.message).toEqual({ role: 'assistant', content: [{ text: greeting }] });
    expect(answer.stopReason).toBe('end_turn');
    expect(answer.usage).toEqual({ inputTokens: 5, outputTokens: 29, totalTokens: 34 });
    expect(answer.metrics?.latencyMs).toBeGreaterThan(0);
    expect(answer.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/u);

    const events = await collect((await client.send(new ConverseStreamCommand(hello))).stream);
    const streamed = events.map((event) => event.contentBlockDelta?.delta?.text ?? '').join('');
    expect(streamed).toBe(greeting);
    expect(events[0]).toEqual({ messageStart: { role: 'assistant' } });
    expect(events.at(-2)).toEqual({ messageStop: { stopReason: 'end_turn' } });
    expect(events.at(-1)?.metadata?.usage).toEqual(answer.usage);

    const invoked = await client.send(new InvokeModelCommand({ modelId, body: claudeBody }));
    expect(JSON.parse(invoked.body.transformToString())).toMatchObject({
      type: 'message',
      model: 'claude-sonnet-4-20250514',
      content: [{ type: 'text', text: greeting }],
    });

    const chunks = await collect(
      (await client.send(new InvokeModelWithResponseStreamCommand({ modelId, body: claudeBody }))).body,
    );
    const last = JSON.parse(Buffer.from(chunks.at(-1)?.chunk?.bytes ?? []).toString('utf8')) as unknown;
    expect(last).toEqual({
      type: 'message_stop',
      'amazon-bedrock-invocationMetrics': {
        inputTokenCount: 5,
        outputTokenCount: 29,
        invocationLatency: expect.any(Number) as number,
        firstByteLatency: expect.any(Number) as number,
      },
    });

    expect(emulator.requests.map(({ operation, status }) => [operation, status])).toEqual([
      ['Converse', 200],
      ['ConverseStream', 200],
      ['InvokeModel', 200],
      ['InvokeModelWithResponseStream', 200],
    ]);
    const [seen] = emulator.requests;
    expect(seen).toMatchObject({ modelId, attempt: 1, httpVersion, body: { messages: hello.messages } });
    expect(seen?.headers.authorization).toMatch(auth === 'bearer' ? /^Bearer / : /^AWS4-HMAC-SHA256 /);
    client.destroy();
  });
});

test('gives the same answer to the same request', async () => {
  const client = createBedrockClient(emulator);
  const ask = async (): Promise<unknown> => {
    const { $metadata: _metadata, ...answer } = await client.send(new ConverseCommand(hello));
    return answer;
  };
  expect(await ask()).toEqual(await ask());
  client.destroy();
});

test('decodes a model id exactly once', async () => {
  const client = createBedrockClient(emulator);
  const arn = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123def456';
  await client.send(new ConverseCommand({ ...hello, modelId: arn }));
  const [seen] = emulator.requests;
  expect(seen?.path).toContain('%2Fabc123def456');
  expect(seen?.modelId).toBe(arn);
  client.destroy();
});

test('counts the tokens a call would be billed', async () => {
  const client = createBedrockClient(emulator);
  const converse = { messages: hello.messages, system: [{ text: 'Be brief.' }] };
  const counted = await client.send(new CountTokensCommand({ modelId, input: { converse } }));
  const answer = await client.send(new ConverseCommand({ modelId, ...converse }));
  expect(counted.inputTokens).toBe(answer.usage?.inputTokens);
  const body = Buffer.from(claudeBody);
  const invoked = await client.send(new CountTokensCommand({ modelId, input: { invokeModel: { body } } }));
  expect(invoked.inputTokens).toBe(5);
  client.destroy();
});

test('says what it emulates when asked for something else', async () => {
  const client = createBedrockClient(emulator);
  client.middlewareStack.add(
    (next) => (args) => {
      (args.request as { path: string }).path = '/no-such-thing';
      return next(args);
    },
    { step: 'build' },
  );
  const error = await catchError(client.send(new ConverseCommand(hello)));
  expect(error).toMatchObject({ name: 'UnknownOperationException', $metadata: { httpStatusCode: 404 } });
  expect(error.message).toContain('POST /no-such-thing is not emulated');
  expect(emulator.requests[0]).toMatchObject({
    operation: 'Unknown',
    errorType: 'UnknownOperationException',
  });
  client.destroy();
});

test('lists models and profiles as the control plane does', async () => {
  const open = await startEmulator({ verifyAuth: false });
  const models = (await (await fetch(`${open.url}/foundation-models`)).json()) as { modelSummaries: unknown };
  expect(models.modelSummaries).toContainEqual(
    expect.objectContaining({ modelId: 'amazon.nova-pro-v1:0', providerName: 'amazon' }),
  );
  const profiles = (await (await fetch(`${open.url}/inference-profiles`)).json()) as {
    inferenceProfileSummaries: unknown;
  };
  expect(profiles.inferenceProfileSummaries).toContainEqual(
    expect.objectContaining({
      inferenceProfileId: 'us.amazon.nova-pro-v1:0',
      models: expect.arrayContaining([
        { modelArn: 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0' },
      ]) as unknown,
    }),
  );
  await open.close();
});

test('takes a prompt of ten megabytes', async () => {
  const client = createBedrockClient(emulator);
  const text = 'word '.repeat(2_000_000);
  const answer = await client.send(
    new ConverseCommand({ modelId, messages: [{ role: 'user', content: [{ text }] }] }),
  );
  expect(answer.usage?.inputTokens).toBeGreaterThan(1_000_000);
  client.destroy();
});

test('is refused a port that is taken', async () => {
  await expect(startEmulator({ port: emulator.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
