import { EventEmitter, once } from 'node:events';
import {
  InvokeModelWithBidirectionalStreamCommand,
  type BedrockRuntimeClient,
} from '@aws-sdk/client-bedrock-runtime';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { startEmulator } from '../index.ts';
import type { Emulator } from '../index.ts';
import { asObject, asString } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { catchError, createBedrockClient } from '../../test/create-bedrock-client.ts';

let emulator: Emulator;
const clients: BedrockRuntimeClient[] = [];

beforeAll(async () => {
  emulator = await startEmulator();
});
afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
  emulator.reset();
});
afterAll(() => emulator.close());

function createClient(options: Parameters<typeof createBedrockClient>[1] = {}): BedrockRuntimeClient {
  const client = createBedrockClient(emulator, options);
  clients.push(client);
  return client;
}

async function* send(events: readonly JsonObject[]): AsyncGenerator<{ chunk: { bytes: Uint8Array } }> {
  for (const event of events) {
    await Promise.resolve();
    yield { chunk: { bytes: Buffer.from(JSON.stringify({ event })) } };
  }
}

const session = [{ sessionStart: {} }, { promptStart: { promptName: 'p' } }];
const end = [{ promptEnd: { promptName: 'p' } }, { sessionEnd: {} }];

function say(content: string): JsonObject[] {
  const identity = { promptName: 'p', contentName: content };
  return [
    { contentStart: { ...identity, role: 'USER', type: 'TEXT' } },
    { textInput: { ...identity, content } },
    { contentEnd: identity },
  ];
}

async function converse(client: BedrockRuntimeClient, events: readonly JsonObject[]): Promise<JsonObject[]> {
  const { body } = await client.send(
    new InvokeModelWithBidirectionalStreamCommand({
      modelId: 'amazon.nova-2-sonic-v1:0',
      body: send(events),
    }),
  );
  const answers: JsonObject[] = [];
  for await (const { chunk } of body ?? []) {
    answers.push(asObject(asObject(JSON.parse(Buffer.from(chunk?.bytes ?? []).toString())).event));
  }
  return answers;
}

function namesOf(events: readonly JsonObject[]): string[] {
  const names = events.map((event) => Object.keys(event)[0] ?? '');
  return names.filter((name, index) => name !== names[index - 1]);
}

test('a turn is planned words, speech and the words said, in the order that Sonic sends them', async () => {
  const events = await converse(createClient(), [...session, ...say('Hello'), ...end]);
  expect(namesOf(events)).toEqual([
    'completionStart',
    'contentStart',
    'textOutput',
    'contentEnd',
    'contentStart',
    'audioOutput',
    'contentEnd',
    'contentStart',
    'textOutput',
    'contentEnd',
    'usageEvent',
    'completionEnd',
  ]);
  const audio = events.flatMap((event) => (event.audioOutput ? [asObject(event.audioOutput)] : []));
  expect(Buffer.from(asString(audio[0]?.content), 'base64')).toHaveLength(960);
  expect(await converse(createClient(), [...session, ...say('Hello'), ...end])).toEqual(events);
});

test('an answer comes while the request is still being sent', async () => {
  const answers = new EventEmitter();
  const isAnswered = once(answers, 'answer');
  async function* wait(): AsyncGenerator<{ chunk: { bytes: Uint8Array } }> {
    yield* send([...session, ...say('Hello')]);
    await isAnswered;
    yield* send(end);
  }
  const { body } = await createClient().send(
    new InvokeModelWithBidirectionalStreamCommand({ modelId: 'amazon.nova-sonic-v1:0', body: wait() }),
  );
  let count = 0;
  for await (const _event of body ?? []) {
    count += 1;
    answers.emit('answer');
  }
  expect(count).toBeGreaterThan(5);
});

test('speech that is no text is heard as its length', async () => {
  const identity = { promptName: 'p', contentName: 'a' };
  const content = Buffer.alloc(3200).toString('base64');
  const events = await converse(createClient(), [
    ...session,
    { contentStart: { ...identity, role: 'USER', type: 'AUDIO' } },
    { audioInput: { ...identity, content } },
    { contentEnd: identity },
    ...end,
  ]);
  const heard = events.find((event) => event.textOutput);
  expect(asObject(heard?.textOutput)).toMatchObject({
    role: 'USER',
    content: 'I spoke for 100 milliseconds.',
  });
});

test('what the model or the protocol cannot do is refused', async () => {
  const command = new InvokeModelWithBidirectionalStreamCommand({
    modelId: 'amazon.nova-lite-v1:0',
    body: send([...session, ...end]),
  });
  expect(await catchError(createClient().send(command))).toMatchObject({ name: 'ValidationException' });
  const overHttp1 = createClient({ requestHandler: new NodeHttpHandler() });
  const error = await catchError(converse(overHttp1, [...session, ...end]));
  expect(error.message).toContain('HTTP/2');
});

test('a wrong key is refused before anything is said', async () => {
  const credentials = { accessKeyId: 'AKIDEMULATOR', secretAccessKey: 'wrong' };
  const error = await catchError(converse(createClient({ credentials }), [...session, ...end]));
  expect(error.name).toBe('InvalidSignatureException');
});

test('scripts apply: a stream ends with an exception, or a call is refused', async () => {
  const events = [...session, ...say('Hello'), ...end];
  const broken = await catchError(
    converse(createClient({ script: 'exception-after=3:modelStreamErrorException' }), events),
  );
  expect(broken.name).toBe('ModelStreamErrorException');
  const refused = await catchError(converse(createClient({ script: 'throttle=1' }), events));
  expect(refused.name).toBe('ThrottlingException');
});
