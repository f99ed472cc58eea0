import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import {
  AlwaysOffSampler,
  BatchSpanProcessor,
  InMemorySpanExporter,
  NodeTracerProvider,
  SimpleSpanProcessor,
  type ReadableSpan,
} from '@opentelemetry/sdk-trace-node';
import { startEmulator, type Emulator } from '@outcrop/emulator';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { Collector } from '../../test/collector.ts';
import { initLogger, traceHeaders, wrapBedrockRuntime, type Logger } from '../index.ts';
import { OutcropSpanProcessor } from '../otel.ts';

let emulator: Emulator;
let finished: InMemorySpanExporter;

beforeAll(async () => {
  emulator = await startEmulator();
});

afterAll(() => emulator.close());

beforeEach(() => {
  finished = new InMemorySpanExporter();
});

afterEach(() => {
  trace.disable();
  context.disable();
  propagation.disable();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

function setUpOpenTelemetry(options: ConstructorParameters<typeof NodeTracerProvider>[0] = {}): void {
  new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(finished)], ...options }).register();
}

function createLogger(): Logger {
  return initLogger({ emitTo: 'opentelemetry', setCurrent: false });
}

function createClient(logger: Logger): BedrockRuntimeClient {
  return wrapBedrockRuntime(
    new BedrockRuntimeClient({
      endpoint: emulator.url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIDEMULATOR', secretAccessKey: 'emulator-secret' },
    }),
    { logger },
  );
}

const converse = new ConverseCommand({
  modelId: 'amazon.nova-lite-v1:0',
  system: [{ text: 'Be brief.' }],
  messages: [{ role: 'user', content: [{ text: 'What is schist?' }] }],
  inferenceConfig: { maxTokens: 50, temperature: 0.5, stopSequences: ['END'] },
});

function findSpan(name: string): ReadableSpan {
  const span = finished.getFinishedSpans().find((each) => each.name === name);
  if (!span)
    throw new Error(
      `no span ${name} among ${finished
        .getFinishedSpans()
        .map((each) => each.name)
        .join()}`,
    );
  return span;
}

describe('spans that go to the app’s own OpenTelemetry', () => {
  test('a call is a span of the current GenAI conventions, without content unless asked', async () => {
    setUpOpenTelemetry();
    const answer = await createClient(createLogger()).send(converse);
    const span = findSpan('chat amazon.nova-lite-v1:0');
    expect(span.kind).toBe(SpanKind.CLIENT);
    expect(span.instrumentationScope.name).toBe('outcrop');
    expect(span.attributes).toMatchObject({
      'gen_ai.provider.name': 'aws.bedrock',
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'amazon.nova-lite-v1:0',
      'gen_ai.request.max_tokens': 50,
      'gen_ai.request.temperature': 0.5,
      'gen_ai.request.stop_sequences': ['END'],
      'gen_ai.response.finish_reasons': [answer.stopReason],
      'gen_ai.usage.input_tokens': answer.usage?.inputTokens,
      'gen_ai.usage.output_tokens': answer.usage?.outputTokens,
      'cloud.region': 'us-east-1',
    });
    expect(JSON.stringify(span.attributes)).not.toContain('schist');
    expect(JSON.stringify(span.attributes)).not.toContain('Be brief');
    expect(span.attributes).not.toHaveProperty(['gen_ai.system']);
    expect(span.status.code).toBe(SpanStatusCode.UNSET);
  });

  test('content by the standard switch, in the shape of the conventions', async () => {
    vi.stubEnv('OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT', 'true');
    setUpOpenTelemetry();
    const answer = await createClient(createLogger()).send(converse);
    const { attributes } = findSpan('chat amazon.nova-lite-v1:0');
    expect(JSON.parse(String(attributes['gen_ai.system_instructions']))).toEqual([
      { type: 'text', content: 'Be brief.' },
    ]);
    expect(JSON.parse(String(attributes['gen_ai.input.messages']))).toEqual([
      { role: 'user', parts: [{ type: 'text', content: 'What is schist?' }] },
    ]);
    expect(JSON.parse(String(attributes['gen_ai.output.messages']))).toEqual([
      {
        role: 'assistant',
        parts: [{ type: 'text', content: answer.output?.message?.content?.[0]?.text }],
        finish_reason: answer.stopReason,
      },
    ]);
  });

  test('content in an event when the switch says so', async () => {
    vi.stubEnv('OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT', 'EVENT_ONLY');
    setUpOpenTelemetry();
    await createClient(createLogger()).send(converse);
    const span = findSpan('chat amazon.nova-lite-v1:0');
    expect(span.attributes).not.toHaveProperty(['gen_ai.input.messages']);
    const event = span.events.find(({ name }) => name === 'gen_ai.client.inference.operation.details');
    expect(event?.attributes).toHaveProperty(['gen_ai.input.messages']);
  });

  test('old names too by the standard switch', async () => {
    vi.stubEnv('OTEL_SEMCONV_STABILITY_OPT_IN', 'http,gen_ai/dup');
    setUpOpenTelemetry();
    const answer = await createClient(createLogger()).send(converse);
    expect(findSpan('chat amazon.nova-lite-v1:0').attributes).toMatchObject({
      'gen_ai.provider.name': 'aws.bedrock',
      'gen_ai.system': 'aws.bedrock',
      'gen_ai.usage.input_tokens': answer.usage?.inputTokens,
      'gen_ai.usage.prompt_tokens': answer.usage?.inputTokens,
      'gen_ai.usage.completion_tokens': answer.usage?.outputTokens,
    });
  });

  test('a stream says that it is one and when it began to answer', async () => {
    setUpOpenTelemetry();
    const { stream } = await createClient(createLogger()).send(new ConverseStreamCommand(converse.input));
    for await (const event of stream ?? []) expect(event).toBeDefined();
    const { attributes } = findSpan('chat amazon.nova-lite-v1:0');
    expect(attributes['gen_ai.request.stream']).toBe(true);
    expect(attributes['gen_ai.response.time_to_first_chunk']).toBeGreaterThan(0);
  });

  test('a failed call has its status, its error type and the exception', async () => {
    setUpOpenTelemetry();
    const failing = new ConverseCommand({ ...converse.input, messages: [] });
    await expect(createClient(createLogger()).send(failing)).rejects.toThrow('message');
    const [span] = finished.getFinishedSpans();
    expect(span?.status.code).toBe(SpanStatusCode.ERROR);
    expect(span?.attributes['error.type']).toBe('ValidationException');
    expect(span?.events.map(({ name }) => name)).toContain('exception');
  });

  test('parents are right between ours and theirs, at any depth and after awaits', async () => {
    setUpOpenTelemetry();
    const logger = createLogger();
    const client = createClient(logger);
    await trace.getTracer('app').startActiveSpan('theirs', async (theirs) => {
      await logger.traced(
        async (ours) => {
          await Promise.resolve();
          expect(trace.getActiveSpan()?.spanContext()).toEqual(
            expect.objectContaining({ traceId: ours.traceId, spanId: ours.spanId }),
          );
          expect(traceHeaders().traceparent).toBe(`00-${ours.traceId}-${ours.spanId}-01`);
          trace.getTracer('app').startSpan('within').end();
          await client.send(converse);
          ours.startSpan('by hand', { type: 'tool' }).end();
        },
        { name: 'ours' },
      );
      theirs.end();
    });
    const ours = findSpan('ours');
    const theirs = findSpan('theirs');
    expect(ours.parentSpanContext?.spanId).toBe(theirs.spanContext().spanId);
    for (const name of ['within', 'chat amazon.nova-lite-v1:0', 'execute_tool by hand'])
      expect(findSpan(name)).toMatchObject({ parentSpanContext: { spanId: ours.spanContext().spanId } });
    expect(new Set(finished.getFinishedSpans().map((span) => span.spanContext().traceId)).size).toBe(1);
  });

  test('times and events are kept', () => {
    setUpOpenTelemetry();
    const span = createLogger().startCallSpan('bedrock.converse');
    span?.addEvent({
      name: 'retry',
      time: 1_700_000_000_250_000,
      attributes: { attempt: 2, error: { status: 503 } },
    });
    span?.end(1_900_000_001_500_000);
    const emitted = findSpan('bedrock.converse');
    const startTime = span?.record.startTime ?? 0;
    expect(emitted.startTime).toEqual([Math.floor(startTime / 1e6), (startTime % 1e6) * 1000]);
    expect(emitted.endTime).toEqual([1_900_000_001, 500_000_000]);
    expect(emitted.events).toMatchObject([
      {
        name: 'retry',
        time: [1_700_000_000, 250_000_000],
        attributes: { attempt: 2, error: '{"status":503}' },
      },
    ]);
  });

  test('the sampler of the app decides, and its decision goes on', () => {
    setUpOpenTelemetry({ sampler: new AlwaysOffSampler() });
    createLogger().traced((span) => {
      expect(span.traceId).toMatch(/^[0-9a-f]{32}$/);
      expect(trace.getActiveSpan()?.spanContext().traceFlags).toBe(0);
    });
    expect(finished.getFinishedSpans()).toEqual([]);
  });

  test('an incoming trace goes on', () => {
    setUpOpenTelemetry();
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    const parent = { traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
    createLogger().startSpan('request', { parent }).end();
    expect(findSpan('request').spanContext().traceId).toBe(traceId);
    expect(findSpan('request').parentSpanContext?.spanId).toBe('00f067aa0ba902b7');
  });

  test('works for a provider without a context manager', () => {
    trace.setGlobalTracerProvider(
      new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(finished)] }),
    );
    createLogger().traced((outer) => outer.startSpan('inner').end(), { name: 'outer' });
    expect(findSpan('inner').parentSpanContext?.spanId).toBe(findSpan('outer').spanContext().spanId);
  });

  test('flush reaches the processors of the app', async () => {
    setUpOpenTelemetry({ spanProcessors: [new BatchSpanProcessor(finished)] });
    const logger = createLogger();
    logger.startSpan('waiting').end();
    expect(finished.getFinishedSpans()).toEqual([]);
    await logger.flush();
    expect(findSpan('waiting')).toBeDefined();
    expect(logger.getStatus()).toMatchObject({ sent: 1, queued: 0, dropped: 0 });
  });

  test('without a tracer provider one line says so, and the app goes on', () => {
    const lines: string[] = [];
    vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line));
    const logger = createLogger();
    expect(logger.traced(() => 42)).toBe(42);
    expect(logger.traced(() => 43)).toBe(43);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('no tracer provider is registered');
  });

  test('and on to Outcrop by the processor, where they are as if sent directly', async () => {
    vi.stubEnv('OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT', 'true');
    const collector = await Collector.start();
    const processor = new OutcropSpanProcessor({ apiKey: 'k', apiUrl: collector.url });
    setUpOpenTelemetry({ spanProcessors: [processor] });
    await createClient(createLogger()).send(converse);
    await processor.forceFlush();
    expect(collector.span).toMatchObject({
      name: 'chat amazon.nova-lite-v1:0',
      type: 'llm',
      metadata: { provider: 'aws-bedrock', model: 'amazon.nova-lite-v1:0', command: 'ConverseCommand' },
    });
    expect(collector.span.metrics.prompt_tokens).toBeGreaterThan(0);
    await collector.close();
  });
});
