import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';
import { BedrockRuntime, BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { OpenAI } from 'openai';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BedrockSession } from '../../test/bedrock-session.ts';
import { flush, withoutContent, wrapAnthropic, wrapBedrockRuntime, wrapOpenAI } from '../index.ts';

const secret = 'the secret of the caller';

let session: BedrockSession;
let bodies: string[];

beforeEach(async () => {
  bodies = [];
  session = await BedrockSession.start();
});

afterEach(() => session.close());

const credentials = { accessKeyId: 'AKIDEMULATOR', secretAccessKey: 'emulator-secret' };
const awsOptions = () => ({ region: 'us-west-2', endpoint: session.emulator.url, credentials });

/** What the client sends. */
const observeBody: typeof fetch = (url, init) => {
  if (typeof init?.body === 'string') bodies.push(init.body);
  return fetch(url, init);
};

function createAnthropic(): AnthropicBedrock {
  return wrapAnthropic(
    new AnthropicBedrock({
      awsRegion: 'us-west-2',
      awsAccessKey: 'AKIDEMULATOR',
      awsSecretKey: 'emulator-secret',
      baseURL: session.emulator.url,
      fetch: observeBody,
    }),
  );
}

function createOpenAI(): OpenAI {
  const baseURL = `${session.emulator.url}/openai/v1`;
  return wrapOpenAI(new OpenAI({ apiKey: 'emulator-token', baseURL, fetch: observeBody }));
}

const messages = [{ role: 'user' as const, content: secret }];
const claude = { model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', max_tokens: 100, messages };
const weather = {
  type: 'custom' as const,
  name: 'get_weather',
  description: secret,
  input_schema: { type: 'object' as const, properties: { city: { type: 'string' } }, required: ['city'] },
  parse: (input: unknown) => input,
  run: () => `4 degrees, and ${secret}`,
};
const run = { ...claude, tools: [weather], max_iterations: 2 };
const chat = { model: 'openai.gpt-oss-120b-1:0', messages };
const response = { model: chat.model, input: secret };
const converse = {
  modelId: claude.model,
  messages: [{ role: 'user' as const, content: [{ text: secret }] }],
};

type Mark = <Request>(request: Request) => Request;

const ways: Record<string, (mark: Mark) => Promise<unknown>> = {
  'messages.create': (mark) => createAnthropic().messages.create(mark({ ...claude })),
  'messages.stream': (mark) =>
    createAnthropic()
      .messages.stream(mark({ ...claude }))
      .finalMessage(),
  'messages.parse': (mark) => createAnthropic().messages.parse(mark({ ...claude })),
  'beta.messages.create': (mark) => createAnthropic().beta.messages.create(mark({ ...claude })),
  'beta.messages.stream': (mark) =>
    createAnthropic()
      .beta.messages.stream(mark({ ...claude }))
      .finalMessage(),
  'beta.messages.toolRunner': (mark) =>
    createAnthropic()
      .beta.messages.toolRunner(mark({ ...run }))
      .runUntilDone(),
  'chat.completions.create': (mark) => createOpenAI().chat.completions.create(mark({ ...chat })),
  'chat.completions.stream': (mark) =>
    createOpenAI()
      .chat.completions.stream(mark({ ...chat }))
      .finalChatCompletion(),
  'chat.completions.parse': (mark) => createOpenAI().chat.completions.parse(mark({ ...chat })),
  'responses.create': (mark) => createOpenAI().responses.create(mark({ ...response })),
  'responses.stream': (mark) =>
    createOpenAI()
      .responses.stream(mark({ ...response }))
      .finalResponse(),
  'responses.parse': (mark) => createOpenAI().responses.parse(mark({ ...response })),
  'a command': (mark) =>
    wrapBedrockRuntime(new BedrockRuntimeClient(awsOptions())).send(
      mark(new ConverseCommand({ ...converse })),
    ),
  'the aggregated client': (mark) =>
    wrapBedrockRuntime(new BedrockRuntime(awsOptions())).converse(mark({ ...converse })),
  'a frozen request': (mark) => createAnthropic().messages.create(mark(Object.freeze({ ...claude }))),
  'a middleware that copies the input': (mark) => {
    const client = wrapBedrockRuntime(new BedrockRuntimeClient(awsOptions()));
    client.middlewareStack.add((next) => (args) => next({ ...args, input: { ...args.input } }), {
      step: 'initialize',
      priority: 'high',
    });
    return client.send(mark(new ConverseCommand({ ...converse })));
  },
};

test.each(Object.entries(ways))(
  '%s: nothing of a marked request is recorded, and the same is sent',
  async (_name, ask) => {
    await ask((request) => request);
    const unmarked = bodies.splice(0);
    await flush();
    expect(JSON.stringify(session.collector.spans)).toContain(secret);
    const names = session.collector.spans.map((span) => span.name);
    session.collector.clear();

    await ask(withoutContent);
    await flush();
    expect(session.collector.spans.map((span) => span.name)).toEqual(names);
    expect(JSON.stringify(session.collector.spans)).not.toContain(secret);
    for (const span of session.collector.spans)
      expect([span.input, span.output]).toEqual([undefined, undefined]);
    expect(bodies).toEqual(unmarked);
  },
);

test('a request is given back as it is, frozen or not', () => {
  const request = { ...claude };
  expect(withoutContent(request)).toBe(request);
  expect(Object.keys(request)).toEqual(Object.keys(claude));
  expect(JSON.stringify(request)).toBe(JSON.stringify(claude));
  const frozen = Object.freeze({ ...claude });
  expect(withoutContent(frozen)).toBe(frozen);
});
