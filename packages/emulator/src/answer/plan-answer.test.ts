import { readFileSync } from 'node:fs';
import { ConverseCommand, ConverseStreamCommand, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import type { ConverseCommandInput, ConverseResponse, Tool } from '@aws-sdk/client-bedrock-runtime';
import { converseStream } from '@outcrop/bedrock';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { collect, createBedrockClient } from '../../test/create-bedrock-client.ts';
import { startEmulator } from '../index.ts';
import type { Emulator } from '../index.ts';

const modelId = 'us.anthropic.claude-sonnet-4-20250514-v1:0';
const weatherTool: Tool = {
  toolSpec: {
    name: 'get_weather',
    description: 'Weather of a place',
    inputSchema: {
      json: { type: 'object', properties: { location: { type: 'string' } }, required: ['location'] },
    },
  },
};
const searchTool: Tool = {
  toolSpec: { name: 'search_documents', inputSchema: { json: { type: 'object', properties: {} } } },
};

let emulator: Emulator;

beforeAll(async () => {
  emulator = await startEmulator();
});
beforeEach(() => emulator.reset());
afterAll(() => emulator.close());

async function ask(text: string, rest: Partial<ConverseCommandInput> = {}): Promise<ConverseResponse> {
  const client = createBedrockClient(emulator);
  const answer = await client.send(
    new ConverseCommand({ modelId, messages: [{ role: 'user', content: [{ text }] }], ...rest }),
  );
  client.destroy();
  return answer;
}

function textOf(answer: ConverseResponse): string {
  return (answer.output?.message?.content ?? []).map((block) => block.text ?? '').join('');
}

describe('tools', () => {
  test('calls the tool that fits the prompt, with arguments that fit its schema', async () => {
    const answer = await ask('What is the weather in Oslo?', {
      toolConfig: { tools: [searchTool, weatherTool] },
    });
    expect(answer.stopReason).toBe('tool_use');
    expect(answer.output?.message?.content).toEqual([
      { text: "I'll use get_weather to look that up." },
      {
        toolUse: {
          toolUseId: expect.stringMatching(/^tooluse_\w{22}$/u) as string,
          name: 'get_weather',
          input: { location: 'Oslo' },
        },
      },
    ]);
  });

  test('answers in words once the last message carries a result', async () => {
    const toolUse = { toolUseId: 'tooluse_1', name: 'get_weather', input: { location: 'Oslo' } };
    const answer = await ask('', {
      toolConfig: { tools: [weatherTool] },
      messages: [
        { role: 'user', content: [{ text: 'What is the weather in Oslo?' }] },
        { role: 'assistant', content: [{ toolUse }] },
        {
          role: 'user',
          content: [{ toolResult: { toolUseId: 'tooluse_1', content: [{ json: { celsius: -3 } }] } }],
        },
      ],
    });
    expect(answer.stopReason).toBe('end_turn');
    expect(textOf(answer)).toBe('Here is what I found: celsius is -3.');
  });

  test('keeps to the tool choice', async () => {
    const named = await ask('What is the weather in Oslo?', {
      toolConfig: { tools: [weatherTool, searchTool], toolChoice: { tool: { name: 'search_documents' } } },
    });
    expect(named.output?.message?.content?.map((block) => block.toolUse?.name)).toEqual(['search_documents']);
    const any = await ask('Hello', { toolConfig: { tools: [weatherTool], toolChoice: { any: {} } } });
    expect(any.output?.message?.content?.map((block) => block.toolUse?.name)).toEqual(['get_weather']);
    const client = createBedrockClient(emulator);
    const { body } = await client.send(
      new InvokeModelCommand({
        modelId,
        body: JSON.stringify({
          anthropic_version: 'bedrock-2023-05-31',
          max_tokens: 100,
          messages: [{ role: 'user', content: 'Hello' }],
          tools: [{ name: 'get_weather', input_schema: {} }],
          tool_choice: { type: 'none' },
        }),
      }),
    );
    expect(JSON.parse(body.transformToString())).toMatchObject({ stop_reason: 'end_turn' });
    client.destroy();
  });
});

describe('reasoning', () => {
  test.each([
    ['the prompt says think', 'Think about the sea', {}],
    [
      'thinking is enabled',
      'About the sea',
      { additionalModelRequestFields: { thinking: { type: 'enabled', budget_tokens: 1024 } } },
    ],
    [
      'Nova’s reasoningConfig is on',
      'About the sea',
      { additionalModelRequestFields: { reasoningConfig: { type: 'enabled' } } },
    ],
  ])('comes with a signature when %s', async (_name, text, rest) => {
    const [reasoning, said] = (await ask(text, rest)).output?.message?.content ?? [];
    expect(reasoning?.reasoningContent?.reasoningText?.text).toContain('the sea');
    expect(reasoning?.reasoningContent?.reasoningText?.signature).toMatch(/^[\w+/]{80,}=*$/u);
    expect(said?.text).toBeTruthy();
  });

  test('stays away otherwise', async () => {
    const answer = await ask('About the sea');
    expect(answer.output?.message?.content?.map((block) => Object.keys(block))).toEqual([['text']]);
  });
});

describe('limits', () => {
  test('maxTokens cuts the answer', async () => {
    const answer = await ask('Hello', { inferenceConfig: { maxTokens: 4 } });
    expect(answer).toMatchObject({ stopReason: 'max_tokens', usage: { outputTokens: 4 } });
    expect(textOf(answer)).toBe('Hello! How can');
  });

  test('a stop sequence ends the answer and may be asked back', async () => {
    const answer = await ask('Hello', {
      inferenceConfig: { stopSequences: ['today', 'help'] },
      additionalModelResponseFieldPaths: ['/stop_sequence'],
    });
    expect(answer.stopReason).toBe('stop_sequence');
    expect(textOf(answer)).toBe('Hello! How can I ');
    expect(answer.additionalModelResponseFields).toEqual({ stop_sequence: 'help' });
  });
});

describe('media', () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAYAAAC56t6BAAAAEUlEQVR4nGNgYGD4D8VQAAAMEAEA3b3k0QAAAABJRU5ErkJggg==',
    'base64',
  );

  test('an image is described by format, pixels and bytes', async () => {
    const answer = await ask('', {
      messages: [
        { role: 'user', content: [{ image: { format: 'png', source: { bytes: png } } }, { text: 'Look' }] },
      ],
    });
    expect(textOf(answer)).toContain(`a PNG image of 2 × 3 pixels (${png.byteLength} bytes)`);
  });

  test('JPEG and GIF sizes are read from their headers', async () => {
    const gif = Buffer.from('R0lGODlhBQAHAIAAAAAAAP///yH5BAEAAAAALAAAAAAFAAcAAAIF', 'base64');
    const jpeg = Buffer.from('ffd8ffe000104a46494600010100000100010000ffc0000b080010002001011100ffd9', 'hex');
    const answer = await ask('', {
      messages: [
        {
          role: 'user',
          content: [
            { image: { format: 'gif', source: { bytes: gif } } },
            { image: { format: 'jpeg', source: { bytes: jpeg } } },
          ],
        },
      ],
    });
    expect(textOf(answer)).toContain('5 × 7 pixels');
    expect(textOf(answer)).toContain('32 × 16 pixels');
  });

  test('a document is described by name, format and bytes', async () => {
    const bytes = readFileSync(new URL(import.meta.url));
    const answer = await ask('', {
      messages: [
        {
          role: 'user',
          content: [{ document: { name: 'notes', format: 'pdf', source: { bytes } } }, { text: 'Read' }],
        },
      ],
    });
    expect(textOf(answer)).toContain(`a PDF document “notes” (${bytes.byteLength} bytes)`);
  });
});

function cachedSystem(text: string, ttl?: '1h'): NonNullable<ConverseCommandInput['system']> {
  return [{ text }, { cachePoint: { type: 'default', ttl } }];
}

describe('prompt caching', () => {
  test('writes the prefix first and reads it the next time', async () => {
    const prompt = { system: cachedSystem('You answer questions about geography.') };
    const first = await ask('Where is Oslo?', prompt);
    const second = await ask('Where is Lima?', prompt);
    expect(first.usage).toMatchObject({
      cacheReadInputTokens: 0,
      cacheWriteInputTokens: 8,
      cacheDetails: [{ ttl: '5m', inputTokens: 8 }],
    });
    expect(second.usage).toMatchObject({ cacheReadInputTokens: 8, cacheWriteInputTokens: 0 });
    expect(second.usage?.cacheDetails).toBeUndefined();
    const { inputTokens = 0, outputTokens = 0, totalTokens } = second.usage ?? {};
    expect(totalTokens).toBe(inputTokens + outputTokens + 8);
  });

  test('reads the longest known prefix and writes the rest, by time to live', async () => {
    await ask('One', { system: cachedSystem('The first part of the prompt.', '1h') });
    const both = [
      ...cachedSystem('The first part of the prompt.', '1h'),
      ...cachedSystem('The second part.'),
    ];
    const answer = await ask('Two', { system: both });
    expect(answer.usage).toMatchObject({
      cacheReadInputTokens: 7,
      cacheWriteInputTokens: 4,
      cacheDetails: [{ ttl: '5m', inputTokens: 4 }],
    });
  });

  test('keeps each model’s cache apart and forgets on reset', async () => {
    const prompt = { system: cachedSystem('The same prompt.') };
    await ask('Hi', prompt);
    const other = await ask('Hi', { ...prompt, modelId: 'amazon.nova-pro-v1:0' });
    expect(other.usage?.cacheReadInputTokens).toBe(0);
    emulator.reset();
    expect((await ask('Hi', prompt)).usage?.cacheReadInputTokens).toBe(0);
  });

  test('Claude’s cache_control shows in body and headers', async () => {
    const client = createBedrockClient(emulator);
    const body = JSON.stringify({
      anthropic_version: 'bedrock-2023-05-31',
      max_tokens: 50,
      system: [{ type: 'text', text: 'You are brief.', cache_control: { type: 'ephemeral', ttl: '1h' } }],
      messages: [{ role: 'user', content: 'Hi' }],
    });
    const usageOf = async (): Promise<unknown> => {
      const answer = await client.send(new InvokeModelCommand({ modelId, body }));
      return (JSON.parse(answer.body.transformToString()) as { usage: unknown }).usage;
    };
    expect(await usageOf()).toMatchObject({
      cache_creation_input_tokens: 4,
      cache_read_input_tokens: 0,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 4 },
    });
    expect(await usageOf()).toMatchObject({ cache_creation_input_tokens: 0, cache_read_input_tokens: 4 });
    client.destroy();
  });
});

describe('guardrails', () => {
  const guardrailConfig = {
    guardrailIdentifier: 'gr-abc123',
    guardrailVersion: '1',
    trace: 'enabled' as const,
  };

  test('intervene on the word blocked, with a trace', async () => {
    const answer = await ask('Say something blocked', { guardrailConfig });
    expect(answer.stopReason).toBe('guardrail_intervened');
    expect(textOf(answer)).toBe('Sorry, the model cannot answer this question.');
    expect(answer.usage?.totalTokens).toBe(0);
    const assessment = answer.trace?.guardrail?.inputAssessment?.['gr-abc123'];
    expect(assessment?.wordPolicy?.customWords).toEqual([
      { match: 'blocked', action: 'BLOCKED', detected: true },
    ]);
    expect(assessment?.appliedGuardrailDetails?.guardrailVersion).toBe('1');
    expect(answer.trace?.guardrail?.actionReason).toBe('Guardrail blocked.');
  });

  test('let other prompts pass and trace only when asked', async () => {
    const passed = await ask('Say something nice', { guardrailConfig });
    expect(passed.stopReason).toBe('end_turn');
    expect(passed.trace?.guardrail?.inputAssessment).toHaveProperty('gr-abc123');
    const silent = await ask('blocked', { guardrailConfig: { ...guardrailConfig, trace: 'disabled' } });
    expect(silent.stopReason).toBe('guardrail_intervened');
    expect(silent.trace).toBeUndefined();
  });

  test('mark InvokeModel’s body', async () => {
    const client = createBedrockClient(emulator);
    const { body } = await client.send(
      new InvokeModelCommand({
        modelId: 'meta.llama3-8b-instruct-v1:0',
        body: JSON.stringify({ prompt: 'something blocked', max_gen_len: 50 }),
        guardrailIdentifier: 'gr-abc123',
        guardrailVersion: '1',
        trace: 'ENABLED',
      }),
    );
    expect(JSON.parse(body.transformToString())).toMatchObject({
      generation: 'Sorry, the model cannot answer this question.',
      'amazon-bedrock-guardrailAction': 'INTERVENED',
      'amazon-bedrock-trace': { guardrail: { input: { 'gr-abc123': {} } } },
    });
    client.destroy();
  });
});

test('structured output satisfies the schema', async () => {
  const schema = JSON.stringify({
    type: 'object',
    properties: { answer: { type: 'boolean' } },
    required: ['answer'],
  });
  const answer = await ask('Is water wet?', {
    outputConfig: { textFormat: { type: 'json_schema', structure: { jsonSchema: { schema } } } },
  });
  expect(JSON.parse(textOf(answer))).toEqual({ answer: true });
});

test('the service tier comes back and a prompt router names its model', async () => {
  const answer = await ask('Hi', {
    serviceTier: { type: 'flex' },
    modelId: 'arn:aws:bedrock:us-east-1:123456789012:default-prompt-router/anthropic.claude:1',
  });
  expect(answer.serviceTier).toEqual({ type: 'flex' });
  expect(answer.trace?.promptRouter?.invokedModelId).toMatch(
    /^arn:aws:bedrock:us-east-1::foundation-model\//u,
  );
});

test.each([
  ['a greeting', 'Hello'],
  ['a tool call after reasoning', 'Think: what is the weather in Oslo?'],
])('ConverseStream tells %s as Converse does', async (_name, text) => {
  const rest = { toolConfig: { tools: [weatherTool] } };
  const whole = await ask(text, rest);
  const client = createBedrockClient(emulator);
  const { stream } = await client.send(
    new ConverseStreamCommand({ modelId, messages: [{ role: 'user', content: [{ text }] }], ...rest }),
  );
  const reader = converseStream.createStreamReader?.({ input: {}, metadata: {} });
  for (const event of await collect(stream)) reader?.read(event);
  expect(reader?.result({})).toMatchObject({
    output: whole.output?.message,
    metadata: { stop_reason: whole.stopReason },
    usage: { inputTokens: whole.usage?.inputTokens, outputTokens: whole.usage?.outputTokens },
  });
  client.destroy();
});
