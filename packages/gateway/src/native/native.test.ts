import {
  ApplyGuardrailCommand,
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  CountTokensCommand,
  GetAsyncInvokeCommand,
  InvokeModelCommand,
  InvokeModelWithBidirectionalStreamCommand,
  InvokeModelWithResponseStreamCommand,
  ListAsyncInvokesCommand,
  StartAsyncInvokeCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { describe, expect, it } from 'vitest';
import {
  bearerCredentials,
  createTestTarget,
  startTestGateway,
  testKey,
} from '../../test/start-test-gateway.ts';

const nova = 'amazon.nova-pro-v1:0';
const claude = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const messages = [{ role: 'user' as const, content: [{ text: 'Say hello.' }] }];
const claudeBody = JSON.stringify({
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 50,
  messages: [{ role: 'user', content: 'Say hello.' }],
});

const protocols = [
  ['HTTP/1.1', () => ({ requestHandler: new NodeHttpHandler() })],
  ['HTTP/2 with prior knowledge', () => ({})],
] as const;

describe.each(protocols)('an AWS SDK over %s', (_name, createHandler) => {
  function createClient(endpoint: string): BedrockRuntimeClient {
    return new BedrockRuntimeClient({
      region: 'us-east-1',
      endpoint,
      token: { token: testKey },
      authSchemePreference: ['httpBearerAuth'],
      maxAttempts: 1,
      ...createHandler(),
    });
  }

  it('converses, whole and as a stream', async () => {
    const { url, records } = await startTestGateway();
    const client = createClient(url);
    const whole = await client.send(new ConverseCommand({ modelId: nova, messages }));
    expect(whole.output?.message?.content?.[0]?.text).toBeTruthy();
    const { stream } = await client.send(new ConverseStreamCommand({ modelId: nova, messages }));
    let text = '';
    for await (const event of stream ?? []) text += event.contentBlockDelta?.delta?.text ?? '';
    expect(text).toBe(whole.output?.message?.content?.[0]?.text);
    expect(records.map(({ api, model, status, isStream }) => ({ api, model, status, isStream }))).toEqual([
      { api: { kind: 'native', command: 'ConverseCommand' }, model: nova, status: 200, isStream: false },
      { api: { kind: 'native', command: 'ConverseStreamCommand' }, model: nova, status: 200, isStream: true },
    ]);
    client.destroy();
  });

  it('invokes a model, counts tokens, applies a guardrail and starts jobs', async () => {
    const { url, records } = await startTestGateway();
    const client = createClient(url);
    const invoked = await client.send(new InvokeModelCommand({ modelId: claude, body: claudeBody }));
    expect(JSON.parse(invoked.body.transformToString())).toMatchObject({ role: 'assistant' });
    const { body } = await client.send(
      new InvokeModelWithResponseStreamCommand({ modelId: claude, body: claudeBody }),
    );
    let pieces = 0;
    for await (const _event of body ?? []) pieces += 1;
    expect(pieces).toBeGreaterThan(3);
    const counted = await client.send(
      new CountTokensCommand({ modelId: claude, input: { converse: { messages } } }),
    );
    expect(counted.inputTokens).toBeGreaterThan(0);
    const guarded = await client.send(
      new ApplyGuardrailCommand({
        guardrailIdentifier: 'gr-1',
        guardrailVersion: 'DRAFT',
        source: 'INPUT',
        content: [{ text: { text: 'fine' } }],
      }),
    );
    expect(guarded.action).toBe('NONE');
    const { invocationArn } = await client.send(
      new StartAsyncInvokeCommand({
        modelId: 'amazon.nova-reel-v1:1',
        modelInput: { taskType: 'TEXT_VIDEO' },
        outputDataConfig: { s3OutputDataConfig: { s3Uri: 's3://bucket/out' } },
      }),
    );
    const job = await client.send(new GetAsyncInvokeCommand({ invocationArn }));
    expect(job.invocationArn).toBe(invocationArn);
    const { asyncInvokeSummaries } = await client.send(new ListAsyncInvokesCommand({ maxResults: 5 }));
    expect(asyncInvokeSummaries).toHaveLength(1);
    expect(records).toHaveLength(7);
    client.destroy();
  });
});

it('speaks HTTP/2 to a provider that wants it, and signs the same', async () => {
  const { url, emulator, records } = await startTestGateway({
    findTargets: (model, { url: apiBase }) => [
      createTestTarget(apiBase, model, { name: 'h2', endpoint: { httpVersion: '2' } }),
    ],
  });
  const ask = (path: string) =>
    fetch(`${url}/model/${encodeURIComponent(nova)}/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ messages }),
    });
  expect((await ask('converse')).status).toBe(200);
  const answers = await Promise.all(
    Array.from({ length: 150 }, async () => (await ask('converse-stream')).arrayBuffer()),
  );
  expect(new Set(answers.map(({ byteLength }) => byteLength > 1000))).toEqual(new Set([true]));
  expect(new Set(emulator.requests.map(({ httpVersion }) => httpVersion))).toEqual(new Set(['2.0']));
  expect(records).toHaveLength(151);
});

describe('a bidirectional stream', () => {
  const events = [
    { sessionStart: {} },
    { promptStart: { promptName: 'p' } },
    { contentStart: { promptName: 'p', contentName: 'c', role: 'USER', type: 'TEXT' } },
    { textInput: { promptName: 'p', contentName: 'c', content: 'Hello there' } },
    { contentEnd: { promptName: 'p', contentName: 'c' } },
    { promptEnd: { promptName: 'p' } },
    { sessionEnd: {} },
  ];

  async function* send(): AsyncGenerator<{ chunk: { bytes: Uint8Array } }> {
    for (const event of events) {
      await Promise.resolve();
      yield { chunk: { bytes: Buffer.from(JSON.stringify({ event })) } };
    }
  }

  const byToken = { token: { token: testKey }, authSchemePreference: ['httpBearerAuth'] };
  const bySignature = { credentials: { accessKeyId: testKey, secretAccessKey: 'any' } };

  it.each([
    ['signed', byToken, {}],
    ['with a Bedrock API key', byToken, { provider: { credentials: bearerCredentials } }],
    ['asked for by a client that signs', bySignature, {}],
  ])('goes both ways over HTTP/2, %s', async (name, identity, options) => {
    const { url, emulator, records } = await startTestGateway({
      findTargets: (model, { url: apiBase }) => [createTestTarget(apiBase, model, { name, ...options })],
    });
    const client = new BedrockRuntimeClient({
      region: 'us-east-1',
      endpoint: url,
      // The SDK signs each event, even where a token stands for the request.
      credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
      ...identity,
      maxAttempts: 1,
    });
    const { body } = await client.send(
      new InvokeModelWithBidirectionalStreamCommand({ modelId: 'amazon.nova-2-sonic-v1:0', body: send() }),
    );
    const answers: string[] = [];
    for await (const { chunk } of body ?? []) answers.push(Buffer.from(chunk?.bytes ?? []).toString());
    expect(answers.join('')).toContain('textOutput');
    expect(emulator.requests).toMatchObject([{ httpVersion: '2.0', status: 200 }]);
    expect(records).toMatchObject([{ status: 200, model: 'amazon.nova-2-sonic-v1:0' }]);
    expect(Buffer.from(records[0]?.requestBody ?? []).toString('latin1')).toContain(':event-type');
    client.destroy();
  });
});
