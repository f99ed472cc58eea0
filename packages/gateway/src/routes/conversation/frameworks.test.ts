import { createAmazonBedrock } from '@ai-sdk/amazon-bedrock';
import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { ChatBedrockConverse } from '@langchain/aws';
import { ChatOpenAI } from '@langchain/openai';
import { generateObject, generateText, jsonSchema, streamText, tool } from 'ai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { claude, findScriptedTargets } from '../../../test/find-scripted-targets.ts';
import { openTestGateway } from '../../../test/start-test-gateway.ts';
import { weatherTool } from '../../../test/weather-tool.ts';

let gateway: Awaited<ReturnType<typeof openTestGateway>>;
beforeAll(async () => {
  gateway = await openTestGateway({ findTargets: findScriptedTargets });
});
afterAll(() => gateway.close());

const models = [`converse/${claude}`, `anthropic/${claude}`];
const weather = jsonSchema<{ city: string }>({
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
});

function createAiModel(kind: string, model: string) {
  if (kind === 'bedrock') {
    return createAmazonBedrock({ apiKey: gateway.key, region: 'us-east-1', baseURL: gateway.url })(claude);
  }
  const options = {
    name: 'outcrop',
    apiKey: gateway.key,
    baseURL: `${gateway.url}/v1`,
    includeUsage: true,
    supportsStructuredOutputs: true,
  };
  return createOpenAICompatible(options)(model);
}

describe.each([...models.map((model) => ['openai-compatible', model]), ['bedrock', claude]])(
  "Vercel's AI SDK by %s of %s",
  (kind, modelId) => {
    test('text, streamed and not', async () => {
      const model = createAiModel(kind, modelId);
      const { text, usage } = await generateText({ model, prompt: 'Hello', maxRetries: 0 });
      expect(text).toMatch(/^Hello!/);
      expect(usage.outputTokens).toBeGreaterThan(0);
      const stream = streamText({ model, prompt: 'Hello', maxRetries: 0 });
      expect(await stream.text).toBe(text);
      expect((await stream.usage).outputTokens).toBe(usage.outputTokens);
    });

    test('tools and objects', async () => {
      const model = createAiModel(kind, modelId);
      const tools = { get_weather: tool({ description: 'The weather of a city', inputSchema: weather }) };
      const called = await generateText({
        model,
        prompt: 'The weather in Paris?',
        tools,
        toolChoice: 'required',
      });
      expect(called.toolCalls[0]).toMatchObject({
        toolName: 'get_weather',
        input: { city: expect.any(String) },
      });
      const made = await generateObject({ model, schema: weather, prompt: 'The weather in Paris' });
      expect(made.object).toHaveProperty('city');
    });
  },
);

test("Vercel's AI SDK hears of a stream that breaks off", async () => {
  const model = createAiModel(
    'openai-compatible',
    `converse/${claude}#exception-after=3:throttlingException:slow`,
  );
  const errors: unknown[] = [];
  const stream = streamText({
    model,
    prompt: 'Hello',
    maxRetries: 0,
    onError: ({ error }) => void errors.push(error),
  });
  await stream.consumeStream();
  expect(errors).toHaveLength(1);
});

function createChain(kind: string, model: string) {
  if (kind === 'openai') {
    const configuration = { baseURL: `${gateway.url}/v1` };
    return new ChatOpenAI({ model, apiKey: gateway.key, configuration, maxRetries: 0 });
  }
  const client = new BedrockRuntimeClient({
    endpoint: gateway.url,
    region: 'us-east-1',
    token: { token: gateway.key },
    authSchemePreference: ['httpBearerAuth'],
  });
  return new ChatBedrockConverse({ model, region: 'us-east-1', client });
}

describe.each([...models.map((model) => ['openai', model]), ['aws', claude]])(
  'LangChain by %s of %s',
  (kind, model) => {
    test('text, a stream and tools', async () => {
      const chain = createChain(kind, model);
      const answer = await chain.invoke('Hello');
      expect(answer.text).toMatch(/^Hello!/);
      expect(answer.usage_metadata?.output_tokens).toBeGreaterThan(0);
      let text = '';
      for await (const chunk of await chain.stream('Hello')) text += chunk.text;
      expect(text).toBe(answer.text);
      const called = await chain.bindTools([weatherTool]).invoke('What is the weather in Paris?');
      expect(called.tool_calls?.[0]).toMatchObject({
        name: 'get_weather',
        args: { city: expect.any(String) },
      });
    });
  },
);

test('LangChain hears of a stream that breaks off', async () => {
  const chain = createChain('openai', `converse/${claude}#cut-after=3`);
  const read = async () => {
    for await (const _chunk of await chain.stream('Hello'));
  };
  await expect(read()).rejects.toThrow(/broke|ended/);
});
