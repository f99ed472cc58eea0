import { createHash, randomBytes } from 'node:crypto';
import {
  BedrockRuntime,
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import type { JsonObject, JsonValue } from '@outcrop/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { BedrockSession } from '../../test/bedrock-session.ts';
import {
  flush,
  initLogger,
  startSpan,
  withoutContent,
  wrapBedrockRuntime,
  type LoggerOptions,
  type MaskContext,
} from '../index.ts';

const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const secret = 'the secret of the caller';
const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(500)]);

let session: BedrockSession;

beforeEach(async () => {
  session = await BedrockSession.start();
});

afterEach(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await session.close();
});

function startLogger(options: LoggerOptions = {}): void {
  initLogger({ projectName: 'test', apiKey: 'k', apiUrl: session.collector.url, ...options });
}

const clientOptions = () => ({
  region: 'us-west-2',
  endpoint: session.emulator.url,
  credentials: { accessKeyId: 'AKIDEMULATOR', secretAccessKey: 'emulator-secret' },
});

const request = (text = secret) => ({
  modelId: model,
  messages: [{ role: 'user' as const, content: [{ text }] }],
  toolConfig: {
    tools: [
      { toolSpec: { name: 'look_up', description: secret, inputSchema: { json: { type: 'object' } } } },
    ],
  },
});

async function converse(): Promise<string> {
  const client = wrapBedrockRuntime(new BedrockRuntimeClient(clientOptions()));
  const { output } = await client.send(new ConverseCommand(request()));
  return JSON.stringify(output?.message);
}

/** Everything that left the process. */
function readWire(): string {
  return JSON.stringify([session.collector.spans, [...session.collector.attachments.values()].map(String)]);
}

describe('mask', () => {
  test('sees every part of a span as a copy, and what it gives back is what is recorded', async () => {
    const seen: MaskContext[] = [];
    startLogger({
      mask(value, context) {
        seen.push(context);
        return JSON.parse(JSON.stringify(value).replaceAll(secret, '***')) as JsonValue;
      },
    });
    await converse();
    const span = startSpan('work', { type: 'tool' });
    const input = { deep: [{ secret }] };
    span.log({ input, output: secret, metadata: { customer: secret }, error: new Error(secret) });
    span.end();
    await flush();

    expect(readWire()).not.toContain(secret);
    expect(readWire()).toContain('***');
    expect(input).toEqual({ deep: [{ secret }] });
    const [, work] = session.collector.spans;
    expect(work).toMatchObject({
      input: { deep: [{ secret: '***' }] },
      output: '***',
      metadata: { customer: '***' },
      error: { type: 'Error', message: '***' },
    });
    const ofWork = seen.filter((context) => context.span.name === 'work');
    expect(ofWork.map(({ where }) => where)).toEqual(['input', 'output', 'metadata', 'error']);
    expect(ofWork[0]?.span).toEqual({
      traceId: span.traceId,
      spanId: span.spanId,
      name: 'work',
      type: 'tool',
    });
  });

  test('masks the errors and retries of a call', async () => {
    startLogger({ mask: (value, { where }) => (where === 'error' || where === 'event' ? 'hidden' : value) });
    const client = wrapBedrockRuntime(new BedrockRuntimeClient({ ...clientOptions(), maxAttempts: 2 }));
    const quoting = Object.assign(new Error('it quotes the prompt'), { name: 'ThrottlingException' });
    client.middlewareStack.add(() => async () => Promise.reject(quoting), { step: 'deserialize' });
    await expect(client.send(new ConverseCommand(request()))).rejects.toThrow('it quotes');
    await flush();
    const { error, events } = session.collector.span;
    expect(error).toEqual({ type: 'ThrottlingException', message: 'hidden', retryable: true });
    expect(events).toMatchObject([{ name: 'retry', attributes: {} }]);
    expect(readWire()).not.toContain('it quotes');
  });

  test('decides which attachments are uploaded, also when it copies what it gets', async () => {
    const pdf = Buffer.concat([Buffer.from('%PDF-1.7 '), randomBytes(500)]);
    startLogger({
      mask: (value) => {
        const { kept, note } = structuredClone(value) as JsonObject;
        return { kept, note };
      },
    });
    const span = startSpan('work');
    span.log({ input: { kept: png, dropped: pdf, note: 'two files' } });
    span.end();
    await flush();
    const sha256 = createHash('sha256').update(png).digest('hex');
    expect(session.collector.span.input).toEqual({
      kept: { type: 'attachment', content_type: 'image/png', byte_length: png.length, sha256 },
      note: 'two files',
    });
    expect(session.collector.uploads).toEqual([sha256]);
  });

  test.each([
    [
      'throws',
      () => {
        throw new TypeError(secret);
      },
    ],
    ['is asynchronous', async (value: JsonValue) => Promise.resolve(value)],
    [
      'throws no error',
      () => {
        throw secret;
      },
    ],
  ])('that %s costs the content and never the call', async (_what, mask) => {
    const lines = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    startLogger({ mask });
    expect(await converse()).toContain('text');
    await flush();
    expect(readWire()).not.toContain(secret);
    const { input, output, metadata } = session.collector.span;
    expect([input, output]).toEqual([undefined, undefined]);
    expect(metadata).toMatchObject({ model, mask_error: expect.stringMatching(/^mask threw a/) as string });
    const said = lines.mock.calls.flat().join('\n');
    expect(said).not.toContain(secret);
  });

  test('says nothing twice', async () => {
    const lines = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    startLogger({
      mask: () => {
        throw new RangeError('again');
      },
    });
    for (let count = 0; count < 3; count += 1) {
      const span = startSpan('work');
      span.log({ output: secret });
      span.end();
    }
    await flush();
    expect(session.collector.spans).toHaveLength(3);
    expect(lines.mock.calls.filter(([line]) => String(line).includes('output')).length).toBe(1);
  });
});

describe('recordInput and recordOutput', () => {
  test('leave out what was asked, wherever the span would have it', async () => {
    startLogger({ recordInput: false });
    await converse();
    await flush();
    expect(readWire()).not.toContain('secret of');
    expect(session.collector.span.input).toBeUndefined();
    expect(session.collector.span.output).toMatchObject({ role: 'assistant' });
    expect(session.collector.span.metrics.prompt_tokens).toBeGreaterThan(0);
  });

  test('leave out what was answered', async () => {
    startLogger({ recordOutput: false });
    const answer = await converse();
    await flush();
    expect(session.collector.span.output).toBeUndefined();
    expect(session.collector.span.input).toBeDefined();
    expect(readWire()).not.toContain(answer.slice(10, 60));
    expect(session.collector.span.metadata['stop_reason']).toBeDefined();
  });

  test('upload nothing of what they leave out', async () => {
    startLogger({ recordInput: false });
    const span = startSpan('work');
    span.log({ input: { image: png } });
    span.end();
    await flush();
    expect(session.collector.attachments.size).toBe(0);
  });

  test.each(['false', '0', 'No', 'off'])('OUTCROP_RECORD_INPUT=%s turns the input off', async (value) => {
    vi.stubEnv('OUTCROP_RECORD_INPUT', value);
    vi.stubEnv('OUTCROP_RECORD_OUTPUT', 'true');
    startLogger();
    const span = startSpan('work');
    span.log({ input: secret, output: 'told' });
    span.end();
    await flush();
    expect(session.collector.span).toMatchObject({ input: undefined, output: 'told' });
  });
});

describe('withoutContent', () => {
  test('keeps one call free of content, and only that one', async () => {
    startLogger();
    const client = wrapBedrockRuntime(new BedrockRuntimeClient(clientOptions()));
    const command = new ConverseCommand(request());
    expect(withoutContent(command)).toBe(command);
    await client.send(command);
    await client.send(new ConverseCommand(request('hello')));
    await flush();
    const [marked, other] = session.collector.spans;
    expect(marked).toMatchObject({ input: undefined, output: undefined, metadata: { model } });
    expect(marked?.metadata['tools']).toBeUndefined();
    expect(marked?.metrics.prompt_tokens).toBeGreaterThan(0);
    expect(other?.input).toMatchObject({ messages: [{ content: [{ text: 'hello' }] }] });
  });

  test('takes the request of the aggregated client, and streams', async () => {
    startLogger();
    const client = wrapBedrockRuntime(new BedrockRuntime(clientOptions()));
    await client.converse(withoutContent(request()));
    const { stream } = await client.send(withoutContent(new ConverseStreamCommand(request())));
    let events = 0;
    for await (const _event of stream ?? []) events += 1;
    await flush();
    expect(events).toBeGreaterThan(0);
    expect(readWire()).not.toContain('secret of');
    for (const span of session.collector.spans)
      expect([span.input, span.output]).toEqual([undefined, undefined]);
  });

  test('gives back what cannot be marked', () => {
    expect(withoutContent('text')).toBe('text');
    expect(withoutContent(null)).toBeNull();
    expect(withoutContent(Object.freeze({ input: 1 }))).toEqual({ input: 1 });
  });
});
