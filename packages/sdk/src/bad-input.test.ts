import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import {
  BedrockRuntimeClient,
  ConverseCommand,
  InvokeModelCommand,
  type ConverseCommandInput,
} from '@aws-sdk/client-bedrock-runtime';
import { startEmulator, type Emulator } from '@outcrop/emulator';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { Collector } from '../test/collector.ts';
import { initLogger, traced, wrapBedrockRuntime, type Logger, type LoggerOptions } from './index.ts';
import { runtime } from './tracer/runtime.ts';

const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
let emulator: Emulator;
let collector: Collector;
let lines: string[];

beforeAll(async () => {
  emulator = await startEmulator();
});

afterAll(async () => {
  await emulator.close();
});

beforeEach(async () => {
  collector = await Collector.start();
  lines = [];
  vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line));
});

afterEach(async () => {
  vi.restoreAllMocks();
  runtime.currentLogger = undefined;
  await collector.close();
});

function createClient(): BedrockRuntimeClient {
  return new BedrockRuntimeClient({
    region: 'us-east-1',
    endpoint: emulator.url,
    credentials: { accessKeyId: 'AKIDEMULATOR', secretAccessKey: 'emulator-secret' },
  });
}

function ask(text: string, modelId: string = model): ConverseCommandInput {
  return { modelId, messages: [{ role: 'user', content: [{ text }] }] };
}

function start(options: LoggerOptions = {}): Logger {
  return initLogger({
    apiKey: 'k',
    apiUrl: collector.url,
    flushTimeoutMs: 300,
    requestTimeoutMs: 100,
    ...options,
  });
}

/** What the call gives, or how it fails, without what differs from call to call. */
async function outcomeOf(call: () => Promise<object>): Promise<object> {
  try {
    const { $metadata: _metadata, ...output } = (await call()) as { $metadata: object };
    return JSON.parse(JSON.stringify(output)) as object;
  } catch (error) {
    const { name, message } = error as Error;
    return { name, message };
  }
}

/** The call must be the same with us as it is without. */
async function expectUnharmed(input: ConverseCommandInput): Promise<object> {
  const without = await outcomeOf(() => createClient().send(new ConverseCommand(input)));
  const wrapped = wrapBedrockRuntime(createClient());
  const withUs = await outcomeOf(() => wrapped.send(new ConverseCommand(input)));
  expect({ ...withUs, metrics: undefined }).toEqual({ ...without, metrics: undefined });
  return withUs;
}

test('a wrapped client without a logger and a key: the call works, and one line says why there is no trace', async () => {
  const client = wrapBedrockRuntime(createClient());
  for (const text of ['one', 'two']) {
    await expect(client.send(new ConverseCommand(ask(text)))).resolves.toHaveProperty('stopReason');
  }
  expect(lines).toEqual([expect.stringMatching(/^\[outcrop\] no API key: set OUTCROP_API_KEY/)]);
});

describe('the app’s call is unharmed, and a message says what is wrong and what to do', () => {
  test('wrong key', async () => {
    collector.respond = (_request, response) => void response.writeHead(401).end('{}');
    const logger = start();
    await expectUnharmed(ask('hi'));
    await logger.flush();
    expect(lines.join('\n')).toContain(
      `${collector.url} refused the API key (HTTP 401): check OUTCROP_API_KEY`,
    );
  });

  test('no server', async () => {
    const logger = start({ apiUrl: 'http://127.0.0.1:9' });
    await expectUnharmed(ask('hi'));
    await logger.flush();
    expect(lines.join('\n')).toContain(
      'cannot reach http://127.0.0.1:9 (ECONNREFUSED): is the server running?',
    );
  });

  test('a server that accepts and never answers', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const logger = start({ apiUrl: `http://127.0.0.1:${port}` });
    await expectUnharmed(ask('hi'));
    await logger.flush();
    expect(lines.join('\n')).toContain(`cannot reach http://127.0.0.1:${port} (no answer within 100 ms)`);
    silent.close();
  });

  test('a prompt of ten megabytes', async () => {
    const logger = start({ flushTimeoutMs: 10_000, requestTimeoutMs: 10_000 });
    const prompt = 'long '.repeat(2 * 1024 * 1024);
    await expectUnharmed(ask(prompt));
    await logger.flush();
    const { messages } = collector.span.input as { messages: { content: { text: string }[] }[] };
    expect(messages[0]?.content[0]?.text).toBe(prompt);
  });

  test('a body that is not JSON', async () => {
    const logger = start();
    const body = new Uint8Array([0, 255, 254, 253, 128]);
    const input = { modelId: model, body, contentType: 'application/octet-stream' };
    const without = await outcomeOf(() => createClient().send(new InvokeModelCommand(input)));
    const client = wrapBedrockRuntime(createClient());
    expect(await outcomeOf(() => client.send(new InvokeModelCommand(input)))).toEqual(without);
    await logger.flush();
    expect(collector.span.input).toEqual({
      type: 'attachment',
      content_type: 'application/octet-stream',
      byte_length: 5,
    });
    expect(collector.span.error?.type).toBe('ValidationException');
  });

  test('metadata with a circle in it', async () => {
    const logger = start();
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    await traced(
      async (span) => {
        span.log({ metadata: circular, input: circular, output: circular });
        await expectUnharmed(ask('hi'));
      },
      { name: 'circular' },
    );
    await logger.flush();
    expect(collector.spans[0]).toMatchObject({
      metadata: { self: '[Circular]' },
      input: { self: '[Circular]' },
    });
  });

  test.each([
    ['an unknown model', 'nobody.knows-this-v1:0'],
    ['an ARN that is none', 'arn:aws:bedrock:nowhere'],
    ['an empty model', ''],
  ])('%s', async (_name, modelId) => {
    const logger = start();
    const outcome = await expectUnharmed(ask('hi', modelId));
    await logger.flush();
    expect(outcome).toHaveProperty('message');
    expect(collector.span.error?.message).toBe((outcome as Error).message);
    expect(collector.span.metrics.cost_usd).toBeUndefined();
  });

  test('input that is frozen, and a command without input', async () => {
    const logger = start();
    await expectUnharmed(Object.freeze(ask('hi')));
    await expectUnharmed({} as ConverseCommandInput);
    await logger.flush();
    expect(collector.spans).toHaveLength(2);
    expect(lines).toEqual([]);
  });
});
