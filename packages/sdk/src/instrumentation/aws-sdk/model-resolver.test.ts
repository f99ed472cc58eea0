import { Readable } from 'node:stream';
import { BedrockClient, GetInferenceProfileCommand } from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient, ConverseCommand, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { BedrockSession, type ClientOptions } from '../../../test/bedrock-session.ts';
import { flush } from '../../index.ts';
import type { LoggerOptions } from '../../settings.ts';

const account = 'arn:aws:bedrock:us-east-1:123456789012';
const messages = [{ role: 'user' as const, content: [{ text: 'hi' }] }];

let session: BedrockSession;
let arns = 0;

afterEach(() => session.close());

/** What was found out is kept for the life of a process, so every test has an ARN of its own. */
function createArn(kind = 'application-inference-profile'): string {
  arns += 1;
  return `${account}:${kind}/test${arns}`;
}

async function start(modelsBehind: Record<string, string>, logger: LoggerOptions = {}): Promise<void> {
  session = await BedrockSession.start({ modelsBehind }, logger);
}

async function converse(modelId: string, options: ClientOptions = {}): Promise<void> {
  await session.createClient(options).send(new ConverseCommand({ modelId, messages }));
}

function listOperations(): string[] {
  return session.emulator.requests.map(({ operation }) => operation);
}

/** Answers look-ups with the status; the calls go through. */
function createFailingClient(status: number): BedrockRuntimeClient {
  const client = session.createClient();
  const { requestHandler } = client.config;
  const handle = requestHandler.handle.bind(requestHandler);
  requestHandler.handle = async (request, options) => {
    if (request.method !== 'GET') return handle(request, options);
    const response = { statusCode: status, headers: {}, body: Readable.from([]) };
    return { response };
  };
  return client;
}

/** The look-up runs beside the call, and may be over after it. */
async function expectModel(model: string): Promise<void> {
  await vi.waitFor(async () => {
    await flush();
    expect(session.collector.spans.at(-1)?.metadata['invoked_model']).toBe(model);
  });
}

describe('the model behind', () => {
  test.each<[string, ClientOptions]>([
    ['by signature', {}],
    [
      'by API key',
      {
        token: { token: 'emulator-token' },
        authSchemePreference: ['httpBearerAuth'],
        credentials: undefined,
      },
    ],
  ])('an application profile is asked for once, %s, and priced', async (_how, options) => {
    const arn = createArn();
    await start({ [arn]: 'us.amazon.nova-pro-v1:0' });
    await converse(arn, options);
    await expectModel('us.amazon.nova-pro-v1:0');
    expect(session.collector.span.metadata['model']).toBe(arn);
    expect(session.collector.span.metrics.cost_usd).toBeGreaterThan(0);
    await converse(arn, options);
    await expectModel('us.amazon.nova-pro-v1:0');
    expect(session.collector.spans).toHaveLength(2);
    expect(listOperations().filter((operation) => operation === 'GetInferenceProfile')).toHaveLength(1);
  });

  test('a prompt is that of its default variant', async () => {
    const arn = `${createArn('prompt')}:2`;
    await start({ [arn]: 'amazon.nova-lite-v1:0' });
    await converse(arn);
    await expectModel('amazon.nova-lite-v1:0');
    expect(listOperations()).toContain('GetPrompt');
  });

  test('is asked for as AWS’s own client of the control plane does', async () => {
    const arn = createArn();
    await start({ [arn]: 'amazon.nova-pro-v1:0' });
    await converse(arn);
    await expectModel('amazon.nova-pro-v1:0');
    const controlPlane = new BedrockClient({
      region: 'us-east-1',
      endpoint: session.emulator.url,
      credentials: { accessKeyId: 'AKIDEMULATOR', secretAccessKey: 'emulator-secret' },
    });
    await controlPlane.send(new GetInferenceProfileCommand({ inferenceProfileIdentifier: arn }));
    controlPlane.destroy();
    const asked = session.emulator.requests.filter(({ operation }) => operation === 'GetInferenceProfile');
    expect(asked).toHaveLength(2);
    expect(asked[0]).toMatchObject({ method: asked[1]?.method, path: asked[1]?.path, status: 200 });
  });

  test('many calls at once ask once', async () => {
    const arn = createArn();
    await start({ [arn]: 'amazon.nova-pro-v1:0' });
    const client = session.createClient();
    await Promise.all(
      Array.from({ length: 20 }, () => client.send(new ConverseCommand({ modelId: arn, messages }))),
    );
    await expectModel('amazon.nova-pro-v1:0');
    expect(listOperations().filter((operation) => operation === 'GetInferenceProfile')).toHaveLength(1);
    expect(session.collector.spans.map(({ metadata }) => metadata['invoked_model'])).toEqual(
      Array(20).fill('amazon.nova-pro-v1:0'),
    );
  });
});

describe('a look-up in vain', () => {
  test('for lack of a permission is no answer for a client that has it', async () => {
    const arn = createArn();
    await start({ [arn]: 'amazon.nova-pro-v1:0' });
    await createFailingClient(403).send(new ConverseCommand({ modelId: arn, messages }));
    await converse(arn, {
      token: { token: 'emulator-token' },
      authSchemePreference: ['httpBearerAuth'],
      credentials: undefined,
    });
    await expectModel('amazon.nova-pro-v1:0');
    expect(session.collector.spans[0]?.metadata).not.toHaveProperty('invoked_model');
  });

  test('for a failure of AWS is repeated after a minute, not before', async () => {
    const arn = createArn();
    await start({ [arn]: 'amazon.nova-pro-v1:0' });
    await createFailingClient(500).send(new ConverseCommand({ modelId: arn, messages }));
    await converse(arn);
    await flush();
    expect(listOperations()).not.toContain('GetInferenceProfile');
    const now = performance.now.bind(performance);
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now() + 61_000);
    await converse(arn);
    await expectModel('amazon.nova-pro-v1:0');
    clock.mockRestore();
  });
});

describe('nothing is asked', () => {
  test('a second time after a refusal, and the call does not notice', async () => {
    const arn = createArn();
    await start({});
    await converse(arn);
    await vi.waitFor(() => expect(listOperations()).toContain('GetInferenceProfile'));
    await vi.waitFor(() => expect(session.emulator.requests.at(-1)?.status).toBeDefined());
    await converse(arn);
    await flush();
    expect(listOperations().filter((operation) => operation === 'GetInferenceProfile')).toHaveLength(1);
    expect(session.collector.spans).toHaveLength(2);
    for (const span of session.collector.spans) {
      expect(span.error).toBeUndefined();
      expect(span.metadata).not.toHaveProperty('invoked_model');
    }
  });

  test('when it is switched off', async () => {
    const arn = createArn();
    await start({ [arn]: 'amazon.nova-pro-v1:0' }, { resolveModels: false });
    await converse(arn);
    await flush();
    expect(listOperations()).toEqual(['Converse']);
  });

  test('of a model that says its name', async () => {
    await start({});
    await converse('us.amazon.nova-pro-v1:0');
    await flush();
    expect(listOperations()).toEqual(['Converse']);
  });
});

test('vectors are kept when they are wanted', async () => {
  await start({}, { recordVectors: true });
  await session
    .createClient()
    .send(
      new InvokeModelCommand({ modelId: 'amazon.titan-embed-text-v2:0', body: '{"inputText":"granite"}' }),
    );
  await flush();
  const { embedding } = session.collector.span.output as { embedding: number[] };
  expect(embedding).toHaveLength(1024);
});
