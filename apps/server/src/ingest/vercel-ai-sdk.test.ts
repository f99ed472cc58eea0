import { createAmazonBedrock } from '@ai-sdk/amazon-bedrock';
import { trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { defaultCredentials, startEmulator } from '@outcrop/emulator';
import type { Span } from '@outcrop/protocol';
import { embed, generateText, jsonSchema, stepCountIs, streamText, tool, type TelemetrySettings } from 'ai';
import { expect, it, onTestFinished } from 'vitest';
import { createTestServer } from '../testing/create-test-server.ts';

const claude = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const citySchema = jsonSchema<{ city: string }>({
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
});
const weather = tool({
  inputSchema: citySchema,
  execute: async ({ city }) => Promise.resolve({ city, sky: 'clear' }),
});

/** Of two that began in the same millisecond the one around the other first. */
const byStart = (first: Span, second: Span) =>
  first.start_time - second.start_time || (second.end_time ?? 0) - (first.end_time ?? 0);

type Bedrock = ReturnType<typeof createAmazonBedrock>;

/** Runs an app of the AI SDK that knows nothing of ours, and gives the spans that came of it. */
async function collect(
  run: (bedrock: Bedrock, telemetry: TelemetrySettings) => Promise<void>,
): Promise<Span[]> {
  const [{ app, traceStore, authorization }, emulator] = await Promise.all([
    createTestServer(),
    startEmulator(),
  ]);
  onTestFinished(() => emulator.close());
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const exporter = new OTLPTraceExporter({ url: `${url}/v1/traces`, headers: authorization });
  const provider = new NodeTracerProvider({ spanProcessors: [new BatchSpanProcessor(exporter)] });
  provider.register();
  onTestFinished(() => trace.disable());
  const { accessKeyId, secretAccessKey } = defaultCredentials;
  const options = { region: 'us-east-1', baseURL: emulator.url, accessKeyId, secretAccessKey };
  await run(createAmazonBedrock(options), {
    isEnabled: true,
    functionId: 'forecast',
    metadata: { user: 'u-1' },
  });
  await provider.shutdown();
  const { traces } = await traceStore.listTraces({ project: 'default', limit: 10 });
  const details = traces.map(({ trace_id: id }) => traceStore.findTrace(id, { content: 'full' }));
  return (await Promise.all(details)).flatMap((found) => found?.spans ?? []).sort(byStart);
}

it('shows a function with its model calls and tools, each with what went in and came out', async () => {
  const spans = await collect(async (bedrock, telemetry) => {
    await generateText({
      model: bedrock(claude),
      system: 'Be brief.',
      prompt: 'How is the weather in Paris?',
      maxOutputTokens: 200,
      tools: { weather },
      stopWhen: stepCountIs(2),
      experimental_telemetry: telemetry,
    });
  });
  const system = { role: 'system', content: 'Be brief.' };
  const question = { role: 'user', content: [{ type: 'text', text: 'How is the weather in Paris?' }] };
  const id = expect.any(String) as string;
  const call = (args: unknown) => ({ type: 'function', id, function: { name: 'weather', arguments: args } });
  const answer = [{ role: 'assistant', content: expect.stringContaining('sky is clear') as string }];
  const tokens = expect.any(Number) as number;
  expect(spans).toMatchObject([
    {
      name: 'ai.generateText',
      type: 'task',
      input: { system: 'Be brief.', prompt: 'How is the weather in Paris?' },
      output: answer,
    },
    {
      name: 'ai.generateText.doGenerate',
      type: 'llm',
      parent_span_id: spans[0]?.span_id,
      input: { messages: [system, question] },
      output: [{ role: 'assistant', tool_calls: [call('{"city":"Paris"}')] }],
      metadata: {
        provider: 'aws-bedrock',
        model: claude,
        maxTokens: 200,
        stop_reason: 'tool-calls',
        user: 'u-1',
      },
      metrics: { prompt_tokens: tokens, completion_tokens: tokens, cost_usd: tokens },
    },
    { name: 'ai.toolCall', type: 'tool', input: { city: 'Paris' }, output: { city: 'Paris', sky: 'clear' } },
    {
      type: 'llm',
      input: {
        messages: [
          system,
          question,
          { role: 'assistant', tool_calls: [call({ city: 'Paris' })] },
          { role: 'tool', tool_call_id: id, content: '{"city":"Paris","sky":"clear"}' },
        ],
      },
      output: answer,
    },
  ]);
  // The sum of the calls is the trace's.
  expect(spans[0]?.metrics).toEqual({});
});

it('shows a stream with the time to its first token, and an embedding without its numbers', async () => {
  const spans = await collect(async (bedrock, telemetry) => {
    const stream = streamText({ model: bedrock(claude), prompt: 'Hi', experimental_telemetry: telemetry });
    await stream.consumeStream();
    const model = bedrock.embedding('amazon.titan-embed-text-v2:0');
    await embed({ model, value: 'Granite', experimental_telemetry: telemetry });
  });
  expect(spans).toMatchObject([
    { name: 'ai.streamText', type: 'task', input: { prompt: 'Hi' } },
    {
      name: 'ai.streamText.doStream',
      type: 'llm',
      metrics: {
        time_to_first_token: expect.any(Number) as number,
        completion_tokens: expect.any(Number) as number,
      },
    },
    { name: 'ai.embed', type: 'task', input: 'Granite' },
    { name: 'ai.embed.doEmbed', type: 'llm', input: ['Granite'], metrics: { prompt_tokens: 1 } },
  ]);
  expect(JSON.stringify(spans)).not.toMatch(/0\.\d+,-?0\.\d+/);
});
