import { ConverseCommand, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import type { ConverseCommandInput } from '@aws-sdk/client-bedrock-runtime';
import { listModels } from '@outcrop/bedrock';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { catchError, createBedrockClient } from '../../test/create-bedrock-client.ts';
import { startEmulator } from '../index.ts';
import type { Emulator } from '../index.ts';
import { checkModelId } from '../model-id/check-model-id.ts';

const modelId = 'anthropic.claude-3-haiku-20240307-v1:0';
const user = { role: 'user' as const, content: [{ text: 'Hello' }] };
const assistant = { role: 'assistant' as const, content: [{ text: 'Hello' }] };
const toolUse = { toolUse: { toolUseId: 'tooluse_1', name: 'look', input: {} } };
const toolResult = { toolResult: { toolUseId: 'tooluse_1', content: [{ text: 'seen' }] } };
const toolConfig = { tools: [{ toolSpec: { name: 'look', inputSchema: { json: {} } } }] };

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

const refused: [string, Partial<ConverseCommandInput>, RegExp][] = [
  ['no messages', { messages: [] }, /^A conversation must start with a user message\./u],
  [
    'an assistant first',
    { messages: [assistant, user] },
    /^A conversation must start with a user message\./u,
  ],
  [
    'the same role twice',
    { messages: [user, user] },
    /^A conversation must alternate between user and assistant/u,
  ],
  [
    'no content',
    { messages: [{ role: 'user', content: [] }] },
    /^The content field in the Message object at messages\.0 is empty/u,
  ],
  [
    'blank text',
    { messages: [{ role: 'user', content: [{ text: ' \n' }] }] },
    /at messages\.0\.content\.0 is blank/u,
  ],
  [
    'a role of its own',
    { messages: [{ role: 'robot' as never, content: [{ text: 'x' }] }] },
    /Member must satisfy enum value set: \[user, assistant\]$/u,
  ],
  [
    'maxTokens of 0',
    { inferenceConfig: { maxTokens: 0 } },
    /Value '0' at 'inferenceConfig\.maxTokens' failed to satisfy constraint/u,
  ],
  [
    'a temperature of 2',
    { inferenceConfig: { temperature: 2 } },
    /Member must have value less than or equal to 1$/u,
  ],
  [
    'tool use without tools',
    { messages: [user, { role: 'assistant', content: [toolUse] }, { role: 'user', content: [toolResult] }] },
    /^The toolConfig field must be defined/u,
  ],
  [
    'a tool result nobody asked for',
    { toolConfig, messages: [{ role: 'user', content: [toolResult] }] },
    /^The number of toolResult blocks at messages\.0\.content exceeds/u,
  ],
  [
    'a tool call left open',
    { toolConfig, messages: [user, { role: 'assistant', content: [toolUse] }, user] },
    /^Expected toolResult blocks at messages\.2\.content for the following Ids: tooluse_1$/u,
  ],
  [
    'a document without text',
    {
      messages: [
        {
          role: 'user',
          content: [{ document: { name: 'a', format: 'txt', source: { bytes: Buffer.from('a') } } }],
        },
      ],
    },
    /^A text block must be included when using documents\.$/u,
  ],
  [
    'an unknown model',
    { modelId: 'anthropic.nothing-of-the-kind' },
    /^The provided model identifier is invalid\.$/u,
  ],
  [
    'a malformed ARN',
    { modelId: 'arn:aws:bedrock:us-east-1:12:application-inference-profile/x' },
    /^The provided model identifier is invalid\.$/u,
  ],
];

test.each(refused)('refuses %s in Bedrock’s words', async (_name, input, message) => {
  const client = createBedrockClient(emulator);
  const error = await catchError(client.send(new ConverseCommand({ modelId, messages: [user], ...input })));
  expect(error).toMatchObject({ name: 'ValidationException', $metadata: { httpStatusCode: 400 } });
  expect(error.message).toMatch(message);
  client.destroy();
});

const claude = {
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 5,
  messages: [{ role: 'user', content: 'Hi' }],
};

test.each([
  ['no version', { ...claude, anthropic_version: undefined }, 'anthropic_version: Field required'],
  ['no max_tokens', { ...claude, max_tokens: undefined }, 'max_tokens: Field required'],
  ['no messages', { ...claude, messages: [] }, 'messages: at least one message is required'],
  [
    'an assistant first',
    { ...claude, messages: [{ role: 'assistant', content: 'Hi' }] },
    'messages: first message must use the "user" role',
  ],
  [
    'empty content',
    { ...claude, messages: [{ role: 'user', content: '' }] },
    'messages.0: all messages must have non-empty content except for the optional final assistant message',
  ],
  [
    'a system role',
    { ...claude, messages: [{ role: 'system', content: 'x' }] },
    "messages.0.role: Input should be 'user' or 'assistant'",
  ],
])('Claude refuses a body with %s', async (_name, body, message) => {
  const client = createBedrockClient(emulator);
  const error = await catchError(
    client.send(new InvokeModelCommand({ modelId, body: JSON.stringify(body) })),
  );
  expect(error).toMatchObject({ name: 'ValidationException', message });
  client.destroy();
});

test('refuses a body that is no JSON', async () => {
  const client = createBedrockClient(emulator);
  const error = await catchError(
    client.send(new InvokeModelCommand({ modelId, body: Buffer.from([0xff, 0x00, 0x7b]) })),
  );
  expect(error).toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining('Malformed input request') as string,
  });
  client.destroy();
});

describe('model ids', () => {
  test('takes every model and profile of the catalog', () => {
    const refusedIds = listModels()
      .map((model) => model.id)
      .filter((id) => {
        try {
          checkModelId(id);
          return false;
        } catch {
          return true;
        }
      });
    expect(refusedIds).toEqual([]);
  });

  test.each([
    'anthropic.claude-v2:1',
    'eu.anthropic.claude-opus-9-20300101-v1:0',
    'arn:aws:bedrock:us-east-1::foundation-model/meta.llama3-8b-instruct-v1:0',
    'arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:provisioned-model/abc123',
    'arn:aws:sagemaker:us-east-1:123456789012:endpoint/my-endpoint',
  ])('takes %s', (id) => {
    expect(() => checkModelId(id)).not.toThrow();
  });

  test.each([
    '',
    'claude',
    'gpt-4',
    'arn:aws:s3:::bucket',
    'arn:aws:bedrock:us-east-1::foundation-model/nobody.model',
  ])('refuses “%s”', (id) => {
    expect(() => checkModelId(id)).toThrow('The provided model identifier is invalid.');
  });
});
