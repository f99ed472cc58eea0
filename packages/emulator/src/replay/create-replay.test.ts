import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import {
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { createEventStreamDecoder, encodeEventStreamMessage, signRequest } from '@outcrop/bedrock';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, describe, expect, test } from 'vitest';

import { catchError, collect, createBedrockClient } from '../../test/create-bedrock-client.ts';
import { RecordingError, defaultCredentials, readRecordings, startEmulator } from '../index.ts';
import type { RecordedExchange } from '../index.ts';

const folder =
  process.env.OUTCROP_RECORDINGS ?? resolve(import.meta.dirname, '../../../../../shared/recordings');
const recorded = existsSync(folder) ? readRecordings(folder) : [];
if (recorded.length === 0) {
  console.warn(
    `[outcrop] no recordings at ${folder}: the emulator's replay of real exchanges is not tested.`,
  );
}

/** Sends the recorded request over HTTP/1.1, signed, and returns the raw answer. */
async function send(url: string, exchange: RecordedExchange): Promise<Response> {
  const path =
    exchange.path || `/model/any.model/${exchange.operation === 'Converse' ? 'converse' : 'converse-stream'}`;
  const body = Buffer.from(exchange.requestBody ?? []);
  const headers = signRequest(
    { method: exchange.method, path, headers: { host: new URL(url).host }, body },
    { credentials: defaultCredentials, region: 'us-east-1', service: 'bedrock' },
  );
  return fetch(`${url}${path}`, { method: exchange.method, headers, body });
}

describe.runIf(recorded.length > 0)('recordings of the real service', () => {
  test.each(
    recorded.map((exchange, index) => [`${relative(folder, exchange.file)} #${index}`, exchange] as const),
  )('serves %s unchanged', async (_name, exchange) => {
    const emulator = await startEmulator({ replay: [exchange] });
    const response = await send(emulator.url, exchange);
    expect(response.status).toBe(exchange.status);
    expect(Buffer.from(await response.arrayBuffer()).equals(exchange.body)).toBe(true);
    const { date: _date, ...kept } = exchange.headers;
    expect(Object.fromEntries(response.headers)).toMatchObject(kept);
    await emulator.close();
  });

  const converses = recorded.filter(({ operation, status }) => operation === 'Converse' && status === 200);
  test.each(
    converses.map((exchange, index) => [`${relative(folder, exchange.file)} #${index}`, exchange] as const),
  )('gives the real client what %s says', async (_name, exchange) => {
    const emulator = await startEmulator({ replay: [exchange] });
    for (const requestHandler of [undefined, new NodeHttpHandler()]) {
      const client = createBedrockClient(emulator, { requestHandler });
      const { $metadata, ...answer } = await client.send(
        new ConverseCommand({
          messages: [],
          ...readInput(exchange),
          modelId: exchange.modelId ?? 'any.model',
        }),
      );
      const said = JSON.parse(Buffer.from(exchange.body).toString('utf8')) as Record<string, never>;
      expect(answer.stopReason).toBe(said.stopReason);
      expect(answer.output?.message?.content?.map((block) => block.text)).toEqual(textsOf(said));
      expect(answer.usage?.outputTokens).toBe(
        (said.usage as { outputTokens: number } | undefined)?.outputTokens,
      );
      expect($metadata.requestId).toBe(exchange.headers['x-amzn-requestid'] ?? $metadata.requestId);
      client.destroy();
    }
    await emulator.close();
  });

  const streams = recorded.filter(
    ({ operation, status }) => operation === 'ConverseStream' && status === 200,
  );
  test.each(
    streams.map((exchange, index) => [`${relative(folder, exchange.file)} #${index}`, exchange] as const),
  )('streams to the real client what %s says', async (_name, exchange) => {
    const emulator = await startEmulator({ replay: [exchange] });
    const client = createBedrockClient(emulator);
    const { stream } = await client.send(
      new ConverseStreamCommand({
        messages: [],
        ...readInput(exchange),
        modelId: exchange.modelId ?? 'any.model',
      }),
    );
    const events = await collect(stream);
    const messages = createEventStreamDecoder().push(exchange.body);
    expect(events.map((event) => Object.keys(event)[0])).toEqual(
      messages.map((message) => message.headers[':event-type']?.value),
    );
    const texts = messages.map((message) => {
      const payload = JSON.parse(Buffer.from(message.body).toString('utf8')) as { delta?: { text?: string } };
      return payload.delta?.text ?? '';
    });
    expect(events.map((event) => event.contentBlockDelta?.delta?.text ?? '')).toEqual(texts);
    client.destroy();
    await emulator.close();
  });

  const invocations = recorded.filter(
    ({ operation, status }) => operation?.startsWith('InvokeModel') && status === 200,
  );
  test.each(
    invocations.map((exchange, index) => [`${relative(folder, exchange.file)} #${index}`, exchange] as const),
  )('hands the real client the model’s bytes of %s', async (_name, exchange) => {
    const emulator = await startEmulator({ replay: [exchange] });
    const client = createBedrockClient(emulator);
    const input = { modelId: exchange.modelId, body: exchange.requestBody };
    const received =
      exchange.operation === 'InvokeModel'
        ? [(await client.send(new InvokeModelCommand(input))).body]
        : (await collect((await client.send(new InvokeModelWithResponseStreamCommand(input))).body)).map(
            (event) => event.chunk?.bytes,
          );
    expect(received.map((bytes) => Buffer.from(bytes ?? []).toString('utf8'))).toEqual(
      modelBytesOf(exchange),
    );
    client.destroy();
    await emulator.close();
  });

  const refusals = recorded.filter(({ status }) => status >= 400);
  test.each(
    refusals.map((exchange, index) => [`${relative(folder, exchange.file)} #${index}`, exchange] as const),
  )('refuses the real client as %s says', async (_name, exchange) => {
    const emulator = await startEmulator({ replay: [exchange] });
    const client = createBedrockClient(emulator);
    const input = { modelId: exchange.modelId, body: exchange.requestBody };
    const error = await catchError(
      exchange.operation === 'InvokeModel'
        ? client.send(new InvokeModelCommand(input))
        : client.send(new InvokeModelWithResponseStreamCommand(input)),
    );
    expect(error.$metadata?.httpStatusCode).toBe(exchange.status);
    expect(error.name).toBe(exchange.headers['x-amzn-errortype']?.split(':')[0]);
    expect(JSON.parse(Buffer.from(exchange.body).toString('utf8'))).toEqual({ message: error.message });
    client.destroy();
    await emulator.close();
  });

  test('serves the whole directory at once, each request with its own answer', async () => {
    const known = recorded.filter((exchange) => exchange.requestBody !== undefined);
    const emulator = await startEmulator({ replay: recorded });
    for (const exchange of known) {
      const response = await send(emulator.url, exchange);
      const body = Buffer.from(await response.arrayBuffer());
      const twins = known.filter(
        (other) => other.modelId === exchange.modelId && other.operation === exchange.operation,
      );
      expect(twins.some((twin) => twin.status === response.status && body.equals(twin.body))).toBe(true);
    }
    expect(new Set(emulator.requests.map(({ status }) => status))).toEqual(new Set([200, 403]));
    await emulator.close();
  });
});

/** The text of each block of a recorded Converse answer. */
function textsOf(answer: Record<string, unknown>): (string | undefined)[] | undefined {
  const { output } = answer as { output?: { message?: { content?: { text?: string }[] } } };
  return output?.message?.content?.map((block) => block.text);
}

/** The body, or each chunk of the stream, as the model wrote it. */
function modelBytesOf(exchange: RecordedExchange): string[] {
  if (exchange.operation === 'InvokeModel') return [Buffer.from(exchange.body).toString('utf8')];
  return createEventStreamDecoder()
    .push(exchange.body)
    .map((message) => {
      const { bytes } = JSON.parse(Buffer.from(message.body).toString('utf8')) as { bytes: string };
      return Buffer.from(bytes, 'base64').toString('utf8');
    });
}

function readInput(exchange: RecordedExchange): object {
  return exchange.requestBody
    ? (JSON.parse(Buffer.from(exchange.requestBody).toString('utf8')) as object)
    : {};
}

const modelId = 'amazon.nova-pro-v1:0';

function recordConverse(question: string | undefined, answer: string): RecordedExchange {
  const body = { messages: [{ role: 'user', content: [{ text: question }] }] };
  return {
    file: 'test',
    method: 'POST',
    path: `/model/${modelId}/converse`,
    operation: 'Converse',
    modelId: question === undefined ? undefined : modelId,
    requestBody: question === undefined ? undefined : Buffer.from(JSON.stringify(body, null, 2)),
    status: 200,
    headers: { 'content-type': 'application/json', date: 'Tue, 09 Sep 2025 18:50:02 GMT' },
    body: Buffer.from(
      JSON.stringify({ output: { message: { role: 'assistant', content: [{ text: answer }] } } }),
    ),
  };
}

async function askAll(replay: RecordedExchange[], questions: string[]): Promise<(string | undefined)[]> {
  const emulator = await startEmulator({ replay });
  const client = createBedrockClient(emulator);
  const answers: (string | undefined)[] = [];
  for (const text of questions) {
    const messages = [{ role: 'user' as const, content: [{ text }] }];
    const { output } = await client.send(new ConverseCommand({ modelId, messages }));
    answers.push(output?.message?.content?.[0]?.text);
  }
  client.destroy();
  await emulator.close();
  return answers;
}

describe('matching', () => {
  test('prefers the same body, whatever its spacing and order', async () => {
    const replay = [recordConverse('one', 'first'), recordConverse('two', 'second')];
    expect(await askAll(replay, ['two', 'one', 'two'])).toEqual(['second', 'first', 'second']);
  });

  test('gives equal requests their answers in order and repeats the last', async () => {
    const replay = [recordConverse('one', 'first'), recordConverse('one', 'second')];
    expect(await askAll(replay, ['one', 'one', 'one'])).toEqual(['first', 'second', 'second']);
  });

  test('falls back to the next of the same model, then to answers without a request', async () => {
    expect(await askAll([recordConverse('one', 'first')], ['something else'])).toEqual(['first']);
    const bare = [recordConverse(undefined, 'bare one'), recordConverse(undefined, 'bare two')];
    expect(await askAll(bare, ['a', 'b'])).toEqual(['bare one', 'bare two']);
  });

  test('does not give the client the clock of the day of recording', async () => {
    const emulator = await startEmulator({ replay: [recordConverse('one', 'first')] });
    const client = createBedrockClient(emulator);
    const command = new ConverseCommand({
      modelId,
      messages: [{ role: 'user', content: [{ text: 'one' }] }],
    });
    await client.send(command);
    expect((await client.send(command)).output?.message?.content).toEqual([{ text: 'first' }]);
    client.destroy();
    await emulator.close();
  });

  test('says what is recorded when nothing fits', async () => {
    const emulator = await startEmulator({ replay: [recordConverse('one', 'first')] });
    const client = createBedrockClient(emulator);
    const error = await catchError(
      client.send(new ConverseCommand({ modelId: 'meta.llama3-8b-instruct-v1:0', messages: [] })),
    );
    expect(error).toMatchObject({ name: 'ResourceNotFoundException' });
    expect(error.message).toContain('nothing recorded answers Converse of meta.llama3-8b-instruct-v1:0');
    expect(error.message).toContain(`Recorded: Converse of ${modelId}`);
    client.destroy();
    await emulator.close();
  });

  test('directives act on recorded streams too', async () => {
    const frame = encodeEventStreamMessage({
      headers: {
        ':event-type': 'messageStart',
        ':content-type': 'application/json',
        ':message-type': 'event',
      },
      body: Buffer.from('{"role":"assistant"}'),
    });
    const exchange: RecordedExchange = {
      ...recordConverse(undefined, ''),
      operation: 'ConverseStream',
      headers: { 'content-type': 'application/vnd.amazon.eventstream' },
      body: Buffer.concat([frame, frame]),
    };
    const emulator = await startEmulator({ replay: [exchange] });
    const client = createBedrockClient(emulator, { script: 'exception-after=1:throttlingException' });
    const { stream } = await client.send(new ConverseStreamCommand({ messages: [], modelId }));
    expect(await catchError(collect(stream))).toMatchObject({ name: 'ThrottlingException' });
    client.destroy();
    await emulator.close();
  });
});

describe('reading', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'outcrop-recordings-'));
  afterAll(() => rmSync(scratch, { recursive: true }));

  test('says which formats it knows when a path holds none', () => {
    writeFileSync(join(scratch, 'notes.txt'), 'nothing here');
    expect(() => readRecordings(scratch)).toThrow(/holds no recorded exchanges\. Known formats: har, nock/u);
    expect(() => readRecordings(join(scratch, 'missing'))).toThrow(RecordingError);
  });

  test('reads nock’s hex, one string or a piece for each chunk', () => {
    const path = join(scratch, 'nock.json');
    const call = {
      scope: 'https://bedrock-runtime.us-east-1.amazonaws.com:443',
      method: 'POST',
      path: '/model/amazon.nova-pro-v1%3A0/converse',
      body: { messages: [] },
      status: 200,
      response: ['7b22', '6122', '3a317d'],
      rawHeaders: ['Content-Type', 'application/json', 'Transfer-Encoding', 'chunked'],
      responseIsBinary: true,
    };
    writeFileSync(path, JSON.stringify([call, { ...call, response: '7b7d' }]));
    const [pieces, whole] = readRecordings(path);
    expect(Buffer.from(pieces?.body ?? []).toString()).toBe('{"a":1}');
    expect(Buffer.from(whole?.body ?? []).toString()).toBe('{}');
    expect(pieces).toMatchObject({
      modelId,
      operation: 'Converse',
      headers: { 'content-type': 'application/json' },
    });
    expect(pieces?.headers).not.toHaveProperty('transfer-encoding');
  });
});
