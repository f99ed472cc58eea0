import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import type { ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { catchError, collect, createBedrockClient } from '../../test/create-bedrock-client.ts';
import type { BedrockClientOptions } from '../../test/create-bedrock-client.ts';
import { ScriptError, readScriptFile, scriptHeader, startEmulator } from '../index.ts';
import type { Emulator } from '../index.ts';
import { parseDirectives } from './parse-directives.ts';

const modelId = 'us.anthropic.claude-sonnet-4-20250514-v1:0';
const hello = { modelId, messages: [{ role: 'user' as const, content: [{ text: 'Hello' }] }] };

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

async function converse(options: BedrockClientOptions): Promise<unknown> {
  const client = createBedrockClient(emulator, options);
  try {
    return await client.send(new ConverseCommand(hello));
  } finally {
    client.destroy();
  }
}

/** What a stream gave before it failed, and how it failed. */
async function readStream(
  options: BedrockClientOptions,
): Promise<{ events: ConverseStreamOutput[]; error?: Error }> {
  const client = createBedrockClient(emulator, options);
  const events: ConverseStreamOutput[] = [];
  try {
    const { stream } = await client.send(new ConverseStreamCommand(hello));
    for await (const event of stream ?? []) events.push(event);
    return { events };
  } catch (error) {
    return { events, error: error as Error };
  } finally {
    client.destroy();
  }
}

const handlers = [
  // Over HTTP/2 the AWS SDK takes a reset connection for the end of the stream.
  { name: 'HTTP/2', handler: () => ({}), seesCutStream: false },
  { name: 'HTTP/1.1', handler: () => ({ requestHandler: new NodeHttpHandler() }), seesCutStream: true },
];

describe.each(handlers)('over $name', ({ handler, seesCutStream }) => {
  test('throttle fails the first attempts of each call, so retries succeed', async () => {
    const options = { ...handler(), script: 'throttle=2; status=429:ThrottlingException', maxAttempts: 3 };
    const answer = await converse(options);
    expect(answer).toMatchObject({ stopReason: 'end_turn', $metadata: { attempts: 3 } });
    expect(emulator.requests.map(({ attempt, status }) => [attempt, status])).toEqual([
      [1, 429],
      [2, 429],
      [3, 200],
    ]);
  });

  test('exception-after breaks a stream with the modelled exception', async () => {
    const { events, error } = await readStream({
      ...handler(),
      script: 'exception-after=3:modelStreamErrorException:gone',
    });
    expect(events).toHaveLength(3);
    expect(error).toMatchObject({
      name: 'ModelStreamErrorException',
      message: 'gone',
      originalStatusCode: 500,
    });
  });

  test('exception-after=0 fails before the first event', async () => {
    const { events, error } = await readStream({
      ...handler(),
      script: 'exception-after=0:throttlingException',
    });
    expect(events).toEqual([]);
    expect(error).toMatchObject({ name: 'ThrottlingException' });
  });

  test('cut-after drops the connection in the middle of a stream', async () => {
    const { events, error } = await readStream({ ...handler(), script: 'cut-after=3' });
    expect(events).toHaveLength(3);
    expect(error instanceof Error).toBe(seesCutStream);
  });

  test('cut-after drops the connection in the middle of a body', async () => {
    expect(await catchError(converse({ ...handler(), script: 'cut-after=10' }))).toBeInstanceOf(Error);
    expect(await catchError(converse({ ...handler(), script: 'cut-after=0' }))).toBeInstanceOf(Error);
    expect(emulator.requests).toHaveLength(2);
  });

  test('malformed-after breaks the checksum of the next frame', async () => {
    const { events, error } = await readStream({ ...handler(), script: 'malformed-after=2' });
    expect(events.length).toBeLessThanOrEqual(2);
    expect(error?.message).toMatch(/checksum/u);
  });

  test('malformed-after ends a body too early', async () => {
    expect(await catchError(converse({ ...handler(), script: 'malformed-after=20' }))).toBeInstanceOf(
      SyntaxError,
    );
  });

  test.each([
    ['hang', 0],
    ['hang-after=2', 2],
  ])('%s gives %i events and then nothing until the client gives up', async (script, count) => {
    const client = createBedrockClient(emulator, { ...handler(), script });
    const giveUp = new AbortController();
    const events: ConverseStreamOutput[] = [];
    let isSettled = false;
    const reading = (async () => {
      const { stream } = await client.send(new ConverseStreamCommand(hello), { abortSignal: giveUp.signal });
      for await (const event of stream ?? []) events.push(event);
    })().finally(() => {
      isSettled = true;
    });
    const outcome = reading.catch((error: unknown) => error);
    while (emulator.requests.length === 0 || events.length < count) await delay(5);
    await delay(100);
    expect([isSettled, events.length]).toEqual([false, count]);
    giveUp.abort();
    await outcome;
    expect(events).toHaveLength(count);
    client.destroy();
  });
});

test('latency waits before the answer', async () => {
  const startMs = performance.now();
  await converse({ script: 'latency=120' });
  expect(performance.now() - startMs).toBeGreaterThanOrEqual(119);
});

test('tokens-per-second paces a stream by its tokens', async () => {
  const startMs = performance.now();
  const { events } = await readStream({ script: 'tokens-per-second=200' });
  const outputTokens = events.at(-1)?.metadata?.usage?.outputTokens ?? 0;
  expect(outputTokens).toBeGreaterThan(20);
  expect(performance.now() - startMs).toBeGreaterThanOrEqual((outputTokens / 200) * 1000 - 20);
});

test('status answers an error of any kind', async () => {
  expect(await catchError(converse({ script: 'status=503:ServiceUnavailableException' }))).toMatchObject({
    name: 'ServiceUnavailableException',
    $metadata: { httpStatusCode: 503 },
  });
  const error = await catchError(
    converse({ script: 'status=529:OverloadedException:come%20back%20later%3B%20please' }),
  );
  expect(error).toMatchObject({ name: 'OverloadedException', message: 'come back later; please' });
});

test('attempts lets a call through after so many failures', async () => {
  const script = 'status=500:InternalServerException; attempts=1';
  expect(await converse({ script, maxAttempts: 2 })).toMatchObject({ $metadata: { attempts: 2 } });
});

test('exception-after is an HTTP error where nothing streams', async () => {
  const error = await catchError(converse({ script: 'exception-after=3:modelTimeoutException' }));
  expect(error).toMatchObject({ name: 'ModelTimeoutException', $metadata: { httpStatusCode: 408 } });
});

test('answer is said in place of the emulator’s own text', async () => {
  const script = `answer=${encodeURIComponent('Grüße; 1=1')}`;
  expect(await converse({ script })).toMatchObject({
    output: { message: { content: [{ text: 'Grüße; 1=1' }] } },
  });
});

test('exceptions break InvokeModel’s streams too', async () => {
  const client = createBedrockClient(emulator, { script: 'exception-after=2:modelTimeoutException' });
  const body = JSON.stringify({ prompt: 'Hello', max_gen_len: 50 });
  const output = await client.send(
    new InvokeModelWithResponseStreamCommand({ modelId: 'meta.llama3-8b-instruct-v1:0', body }),
  );
  expect(await catchError(collect(output.body))).toMatchObject({ name: 'ModelTimeoutException' });
  client.destroy();
});

test.each([
  ['slow', 'Unknown directive "slow"'],
  ['latency=soon', '"latency=soon" is not valid: write latency=MILLISECONDS'],
  ['tokens-per-second=0', 'write tokens-per-second=NUMBER above 0'],
  ['status=200:Fine', 'write status=CODE:ExceptionName'],
  ['exception-after=2:someException', 'one of accessDeniedException, badGatewayException'],
  ['attempts=2', 'needs a status'],
  ['hang=1', 'write hang'],
  ['answer=%', 'encode it with encodeURIComponent'],
])('refuses the directive %s with what is allowed', async (script, message) => {
  const error = await catchError(converse({ script }));
  expect(error).toMatchObject({ name: 'ValidationException', $metadata: { httpStatusCode: 400 } });
  expect(error.message).toContain(message);
  expect(() => parseDirectives(script)).toThrow(ScriptError);
});

describe('rules', () => {
  test('decide by operation and model, the first that matches, and so many times', async () => {
    const scripted = await startEmulator({
      script: [
        { operation: 'Converse', model: 'amazon.*', behaviour: 'answer=nova' },
        { operation: 'Converse', behaviour: 'answer=once', times: 1 },
        { operation: 'Converse', behaviour: 'answer=rest' },
      ],
    });
    const client = createBedrockClient(scripted);
    const say = async (model = modelId): Promise<unknown> =>
      (await client.send(new ConverseCommand({ ...hello, modelId: model }))).output?.message?.content?.[0]
        ?.text;
    expect([await say('amazon.nova-pro-v1:0'), await say(), await say()]).toEqual(['nova', 'once', 'rest']);
    scripted.reset();
    expect(await say()).toBe('once');
    client.destroy();

    const withHeader = createBedrockClient(scripted, { script: 'answer=header' });
    const answer = await withHeader.send(new ConverseCommand(hello));
    expect(answer.output?.message?.content).toEqual([{ text: 'header' }]);
    withHeader.destroy();
    await scripted.close();
  });

  test('count the attempts of one call once', async () => {
    const scripted = await startEmulator({ script: [{ behaviour: 'throttle=1', times: 1 }] });
    const client = createBedrockClient(scripted, { maxAttempts: 2 });
    expect((await client.send(new ConverseCommand(hello))).$metadata.attempts).toBe(2);
    expect((await client.send(new ConverseCommand(hello))).$metadata.attempts).toBe(1);
    client.destroy();
    await scripted.close();
  });
});

describe('script files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'outcrop-script-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function write(content: string): string {
    const path = join(folder, 'script.json');
    writeFileSync(path, content);
    return path;
  }

  test('hold rules', () => {
    const rule = { operation: 'Converse', model: 'amazon.*', behaviour: 'latency=5', times: 2 };
    expect(readScriptFile(write(JSON.stringify({ rules: [rule] })))).toEqual([rule]);
  });

  test.each([
    ['{', 'cannot be read as JSON'],
    ['{"rule": []}', 'must hold { "rules": [...] }'],
    ['{"rules": [{"behaviour": 3}]}', 'rule 1: "behaviour" must be a string'],
    ['{"rules": [{"behaviour": "hang"}, {"behaviour": "slow"}]}', 'rule 2: Unknown directive "slow"'],
    ['{"rules": [{"behaviour": "hang", "modle": "x"}]}', 'rule 1: unknown member "modle"'],
    ['{"rules": [{"behaviour": "hang", "model": 1}]}', 'rule 1: "model" must be a string'],
  ])('are refused by place: %s', (content, message) => {
    expect(() => readScriptFile(write(content))).toThrow(message);
  });
});

test('the header is the documented one', () => {
  expect(scriptHeader).toBe('x-outcrop-emulator');
});
