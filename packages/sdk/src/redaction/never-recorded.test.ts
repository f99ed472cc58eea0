import { Anthropic } from '@anthropic-ai/sdk';
import { BedrockRuntimeClient, ConverseCommand, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { OpenAI } from 'openai';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BedrockSession } from '../../test/bedrock-session.ts';
import { flush, wrapAnthropic, wrapBedrockRuntime, wrapOpenAI } from '../index.ts';

const secret = 'sk-of-another-server';

let session: BedrockSession;

beforeEach(async () => {
  session = await BedrockSession.start();
});

afterEach(() => session.close());

function createBedrock(): BedrockRuntimeClient {
  const credentials = { accessKeyId: 'AKIDEMULATOR', secretAccessKey: 'emulator-secret' };
  return wrapBedrockRuntime(
    new BedrockRuntimeClient({ region: 'us-west-2', endpoint: session.emulator.url, credentials }),
  );
}

const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const messages = [{ role: 'user' as const, content: 'hi' }];
const server = { type: 'url' as const, name: 'wiki', url: 'https://wiki.test', authorization_token: secret };
const tool = {
  type: 'mcp' as const,
  server_label: 'wiki',
  server_url: 'https://wiki.test',
  authorization: secret,
  headers: { 'x-api-key': secret },
};

const asked: Record<string, () => Promise<unknown>> = {
  'Anthropic’s mcp_servers': () =>
    wrapAnthropic(
      new Anthropic({ apiKey: 'x', baseURL: session.emulator.url, maxRetries: 0 }),
    ).beta.messages.create({
      model,
      max_tokens: 10,
      messages,
      mcp_servers: [server],
    }),
  'OpenAI’s MCP tools': () =>
    wrapOpenAI(
      new OpenAI({ apiKey: 'x', baseURL: `${session.emulator.url}/openai/v1`, maxRetries: 0 }),
    ).responses.create({ model: 'openai.gpt-oss-120b-1:0', input: 'hi', tools: [tool] }),
  'a body of InvokeModel': () =>
    createBedrock().send(
      new InvokeModelCommand({
        modelId: model,
        body: JSON.stringify({ max_tokens: 10, messages, mcp_servers: [server] }),
      }),
    ),
  'additional fields of Converse': () =>
    createBedrock().send(
      new ConverseCommand({
        modelId: model,
        messages: [{ role: 'user', content: [{ text: 'hi' }] }],
        additionalModelRequestFields: { mcp_servers: [server] },
      }),
    ),
};

describe('credentials', () => {
  test.each(Object.entries(asked))(
    'in %s are left out, and what else is said of the server stays',
    async (_name, ask) => {
      await ask().catch(() => undefined);
      await flush();
      const recorded = JSON.stringify(session.collector.spans);
      expect(recorded).not.toContain(secret);
      expect(recorded).toContain('wiki.test');
      expect(recorded).toContain('[credential]');
    },
  );
});

class QuotingError extends RangeError {
  override name = secret;
}

/** A request whose messages cannot be read the first time, which is when they are recorded. */
function createUnreadable<Request extends object>(request: Request): Request {
  let reads = 0;
  return new Proxy(request, {
    get(target, name, receiver) {
      if (name === 'messages' && (reads += 1) === 1) throw new QuotingError(secret);
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
}

describe('instrumentation_error', () => {
  const unreadable: Record<string, () => Promise<unknown>> = {
    AWS: () =>
      createBedrock().send(
        new ConverseCommand(
          createUnreadable({ modelId: model, messages: [{ role: 'user', content: [{ text: 'hi' }] }] }),
        ),
      ),
    Anthropic: () =>
      wrapAnthropic(
        new Anthropic({ apiKey: 'x', baseURL: session.emulator.url, maxRetries: 0 }),
      ).beta.messages.create(createUnreadable({ model, max_tokens: 10, messages })),
  };

  test.each(Object.entries(unreadable))(
    'says where and what kind, and quotes nothing: %s',
    async (_name, ask) => {
      await ask().catch(() => undefined);
      await flush();
      expect(session.collector.span.metadata['instrumentation_error']).toBe(
        'RangeError while reading the request',
      );
      expect(JSON.stringify(session.collector.spans)).not.toContain(secret);
    },
  );
});
