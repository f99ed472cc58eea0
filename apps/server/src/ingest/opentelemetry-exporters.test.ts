import { SpanStatusCode } from '@opentelemetry/api';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import type { Span } from '@outcrop/protocol';
import { describe, expect, it } from 'vitest';
import { createTestServer } from '../testing/create-test-server.ts';

const exporters = { JSON: JsonExporter, protobuf: ProtobufExporter };
const startTime = new Date('2026-01-02T03:04:05.678Z');
const endTime = new Date('2026-01-02T03:04:06.789Z');

/** An application that knows OpenTelemetry and nothing of ours. */
async function runApplication(exporter: JsonExporter | ProtobufExporter): Promise<string> {
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'shop' }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer('shop-tracer', '2.0');
  const chat = tracer.startSpan('chat nova', { startTime });
  chat.setAttributes({
    'gen_ai.operation.name': 'chat',
    'gen_ai.system': 'aws.bedrock',
    'gen_ai.request.model': 'amazon.nova-lite-v1:0',
    'gen_ai.request.temperature': 0.25,
    'gen_ai.response.finish_reasons': ['end_turn'],
    'gen_ai.usage.input_tokens': 100,
    'gen_ai.usage.output_tokens': 20,
    'shop.is_member': true,
    'shop.numbers': [1, 2, 3],
  });
  chat.recordException(new TypeError('not a function'));
  chat.setStatus({ code: SpanStatusCode.ERROR, message: 'it failed' });
  chat.end(endTime);
  await provider.forceFlush();
  await provider.shutdown();
  return chat.spanContext().spanId;
}

describe.each(['JSON', 'protobuf'] as const)('an OpenTelemetry app that exports %s', (format) => {
  it.each(['gzip', 'none'])('is understood (compression: %s)', async (compression) => {
    const { app, traceStore, authorization } = await createTestServer();
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    const Exporter = exporters[format];
    const spanId = await runApplication(
      new Exporter({ url: `${url}/v1/traces`, headers: authorization, compression: compression as never }),
    );

    const span = await traceStore.findSpan(spanId);
    expect(span).toMatchObject<Partial<Span>>({
      project: 'shop',
      service: 'shop',
      sdk: 'shop-tracer/2.0',
      name: 'chat nova',
      type: 'llm',
      parent_span_id: null,
      start_time: startTime.getTime() * 1000,
      end_time: endTime.getTime() * 1000,
      metadata: {
        operation: 'chat',
        provider: 'aws-bedrock',
        model: 'amazon.nova-lite-v1:0',
        temperature: 0.25,
        stop_reason: 'end_turn',
        'shop.is_member': true,
        'shop.numbers': [1, 2, 3],
      },
      error: {
        type: 'TypeError',
        message: 'not a function',
        stack: expect.stringContaining('TypeError') as string,
      },
    });
    expect(span?.metrics).toMatchObject({ prompt_tokens: 100, completion_tokens: 20, tokens: 120 });
    expect(span?.metrics.cost_usd).toBeGreaterThan(0);
  });
});
