import { AnthropicBedrock } from '@anthropic-ai/bedrock-sdk';
import { Anthropic } from '@anthropic-ai/sdk';
import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import { startEmulator, type Emulator } from '@outcrop/emulator';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Collector } from '../../../test/collector.ts';
import { flush, initLogger, traced, wrapAnthropic } from '../../index.ts';
import { OutcropSpanProcessor } from '../../otel.ts';
import { runtime } from '../../tracer/runtime.ts';

const request = {
  model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  max_tokens: 100,
  messages: [{ role: 'user' as const, content: 'What is the capital of France?' }],
};

let emulator: Emulator;
let collector: Collector;
let processor: OutcropSpanProcessor;

beforeAll(async () => {
  emulator = await startEmulator();
});

afterAll(() => emulator.close());

beforeEach(async () => {
  collector = await Collector.start();
  processor = new OutcropSpanProcessor({ projectName: 'test', apiKey: 'k', apiUrl: collector.url });
  const provider = new NodeTracerProvider({ spanProcessors: [processor] });
  provider.register({ contextManager: new AsyncLocalStorageContextManager() });
});

afterEach(async () => {
  runtime.currentLogger = undefined;
  trace.disable();
  context.disable();
  await processor.shutdown();
  await collector.close();
});

function createClient(): AnthropicBedrock {
  const options = { awsRegion: 'us-west-2', apiKey: 'emulator-token', baseURL: emulator.url };
  return wrapAnthropic(new AnthropicBedrock(options));
}

/** Anthropic's own API: Bedrock has no batches of messages. */
function answerBatch(): Promise<Response> {
  return Promise.resolve(Response.json({ id: 'msgbatch_1', processing_status: 'in_progress' }));
}

const ways: Record<string, (client: AnthropicBedrock) => Promise<unknown>> = {
  create: async (client) => client.messages.create(request),
  stream: (client) => client.messages.stream(request).finalMessage(),
};

describe.each(Object.entries(ways))('with the spans that Anthropic’s SDK makes itself, %s', (_name, ask) => {
  test('is one span, ours', async () => {
    initLogger({ projectName: 'test', apiKey: 'k', apiUrl: collector.url });
    await ask(createClient());
    await flush();
    const sent = collector.requests.flatMap(({ spans }) => spans);
    expect(sent.length).toBeGreaterThan(1);
    expect(new Set(sent.map(({ traceId, spanId }) => `${traceId} ${spanId}`)).size).toBe(1);
    expect(collector.span).toMatchObject({
      name: 'anthropic.messages.create',
      output: { stop_reason: 'end_turn' },
      metadata: { service: 'aws-bedrock' },
    });
  });

  test('is one span under the app’s own', async () => {
    initLogger({ projectName: 'test', apiKey: 'k', apiUrl: collector.url });
    await trace.getTracer('app').startActiveSpan('request', async (span) => {
      await traced(() => ask(createClient()), { name: 'work' });
      span.end();
    });
    await flush();
    const [app, work, call, ...others] = collector.spans;
    expect(others).toEqual([]);
    expect(work).toMatchObject({ name: 'work', parentSpanId: app?.spanId });
    expect(call).toMatchObject({ parentSpanId: work?.spanId, output: { stop_reason: 'end_turn' } });
  });

  test('is one span when ours go through the app’s tracer', async () => {
    initLogger({ emitTo: 'opentelemetry' });
    await ask(createClient());
    await processor.forceFlush();
    expect(collector.spans).toHaveLength(1);
  });
});

test('a batch, of which it makes a span as well, is one', async () => {
  initLogger({ projectName: 'test', apiKey: 'k', apiUrl: collector.url });
  const { messages } = wrapAnthropic(new Anthropic({ apiKey: 'k', fetch: answerBatch }));
  await messages.batches.create({ requests: [{ custom_id: 'a', params: request }] });
  await flush();
  expect(collector.requests.flatMap(({ spans }) => spans).length).toBeGreaterThan(1);
  expect(collector.span).toMatchObject({ type: 'function', metadata: { request_count: 1 } });
});
