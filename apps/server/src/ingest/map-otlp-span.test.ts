import type { Span } from '@outcrop/protocol';
import { describe, expect, it } from 'vitest';
import {
  buildAttributes,
  buildOtlpRequest,
  buildOtlpSpan,
  type OtlpJsonAttribute,
  type OtlpJsonSpan,
} from '../testing/otlp-json.ts';
import { decodeOtlpJson } from './decode-otlp-json.ts';
import { defaultIngestLimits } from './ingest-limits.ts';
import { mapOtlpRequest } from './map-otlp-request.ts';

interface Origin {
  resource?: OtlpJsonAttribute[];
  headerProject?: string;
}

function mapSpan(overrides: OtlpJsonSpan, { resource, headerProject }: Origin = {}): Span {
  const body = Buffer.from(JSON.stringify(buildOtlpRequest([buildOtlpSpan(0, overrides)], resource)));
  const { spans, rejections } = mapOtlpRequest(decodeOtlpJson(body), {
    limits: defaultIngestLimits,
    headerProject,
  });
  expect(rejections).toEqual([]);
  if (!spans[0]) throw new Error('no span came out');
  return spans[0];
}

function buildEvent(name: string, attributes: Record<string, string>): object {
  return { name, attributes: buildAttributes(attributes) };
}

describe('the span of any OpenTelemetry app', () => {
  it('keeps identity, times, service, scope and unknown attributes', () => {
    const span = mapSpan(
      { parentSpanId: 'B7AD6B7169203331', attributes: buildAttributes({ 'db.system': 'redis', retries: 2 }) },
      { resource: buildAttributes({ 'service.name': 'shop' }) },
    );
    expect(span).toEqual({
      trace_id: '0af7651916cd43dd8448eb211c80319c',
      span_id: '0000000000000001',
      parent_span_id: 'b7ad6b7169203331',
      project: 'shop',
      name: 'span 0',
      type: 'function',
      start_time: 1_700_000_000_000_000,
      end_time: 1_700_000_001_000_000,
      metadata: { 'db.system': 'redis', retries: 2 },
      metrics: {},
      error: null,
      events: [],
      tags: [],
      service: 'shop',
      sdk: 'test/1',
      revision: 0,
    });
  });

  it('takes the root for a task, also when its parent is all zeros or itself', () => {
    expect(mapSpan({}).type).toBe('task');
    expect(mapSpan({ parentSpanId: '0000000000000000' }).parent_span_id).toBeNull();
    expect(mapSpan({ parentSpanId: '0000000000000001' }).parent_span_id).toBeNull();
  });

  it('is running while it has no end, and never ends before it starts', () => {
    expect(mapSpan({ endTimeUnixNano: '0' }).end_time).toBeNull();
    expect(mapSpan({ endTimeUnixNano: '1600000000000000000' }).end_time).toBe(1_700_000_000_000_000);
  });

  it('reads the error from the status and the exception event', () => {
    const exception = {
      name: 'exception',
      timeUnixNano: '1700000000000000000',
      attributes: buildAttributes({
        'exception.type': 'ThrottlingException',
        'exception.message': 'Too many requests',
        'exception.stacktrace': 'at x',
      }),
    };
    expect(mapSpan({ status: { code: 2, message: 'failed' } }).error).toEqual({
      type: 'Error',
      message: 'failed',
    });
    const failed = mapSpan({
      status: { code: 2, message: 'failed' },
      events: [exception],
      attributes: buildAttributes({ 'http.response.status_code': 429 }),
    });
    expect(failed.error).toEqual({
      type: 'ThrottlingException',
      message: 'Too many requests',
      status: 429,
      stack: 'at x',
    });
    expect(failed.metadata).toEqual({});
    expect(mapSpan({ events: [exception] }).error?.type).toBe('ThrottlingException');
    const handled = mapSpan({ status: { code: 1 }, events: [exception] });
    expect(handled.error).toBeNull();
    expect(handled.events).toMatchObject([{ name: 'exception', time: 1_700_000_000_000_000 }]);
  });

  it('finds the project in the span, the resource, the header, the service, else default', () => {
    const resource = buildAttributes({ 'outcrop.project': 'of-resource', 'service.name': 'of-service' });
    const attributes = buildAttributes({ 'outcrop.project': 'of-span' });
    expect(mapSpan({ attributes }, { resource, headerProject: 'of-header' }).project).toBe('of-span');
    expect(mapSpan({}, { resource, headerProject: 'of-header' }).project).toBe('of-resource');
    expect(mapSpan({}, { resource: resource.slice(1), headerProject: 'of-header' }).project).toBe(
      'of-header',
    );
    expect(mapSpan({}, { resource: resource.slice(1) }).project).toBe('of-service');
    const unnamed = buildAttributes({ 'service.name': 'unknown_service:node' });
    expect(mapSpan({}, { resource: unnamed }).project).toBe('default');
  });
});

describe('GenAI conventions', () => {
  it('maps a chat span with cached tokens to our words and prices it', () => {
    const span = mapSpan({
      attributes: [
        ...buildAttributes({
          'gen_ai.operation.name': 'chat',
          'gen_ai.provider.name': 'aws.bedrock',
          'gen_ai.request.model': 'anthropic.claude-3-5-sonnet-20241022-v2:0',
          'gen_ai.request.max_tokens': 100,
          'gen_ai.request.temperature': 0.5,
          'gen_ai.response.id': 'msg_1',
          'gen_ai.usage.input_tokens': 1000,
          'gen_ai.usage.output_tokens': 50,
          'gen_ai.usage.cache_read.input_tokens': 600,
          'gen_ai.usage.cache_write.input_tokens': 300,
          'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"Hi"}]}]',
          'gen_ai.system_instructions': '[{"type":"text","content":"Be brief"}]',
          'gen_ai.output.messages': '[{"role":"assistant","parts":[]}]',
          'gen_ai.conversation.id': 'c1',
        }),
        {
          key: 'gen_ai.response.finish_reasons',
          value: { arrayValue: { values: [{ stringValue: 'stop' }] } },
        },
      ],
    });
    expect(span.type).toBe('llm');
    expect(span.input).toEqual({
      messages: [{ role: 'user', parts: [{ type: 'text', content: 'Hi' }] }],
      system: [{ type: 'text', content: 'Be brief' }],
    });
    expect(span.output).toEqual([{ role: 'assistant', parts: [] }]);
    expect(span.metadata).toEqual({
      provider: 'aws-bedrock',
      operation: 'chat',
      model: 'anthropic.claude-3-5-sonnet-20241022-v2:0',
      response_id: 'msg_1',
      stop_reason: 'stop',
      maxTokens: 100,
      temperature: 0.5,
      'gen_ai.conversation.id': 'c1',
    });
    expect(span.metrics).toMatchObject({
      prompt_tokens: 100,
      completion_tokens: 50,
      tokens: 1050,
      prompt_cached_tokens: 600,
      prompt_cache_creation_tokens: 300,
    });
    expect(span.metrics.cost_usd).toBeGreaterThan(0);
  });

  it('reads the former names', () => {
    const span = mapSpan({
      attributes: buildAttributes({
        'gen_ai.system': 'aws.bedrock',
        'gen_ai.request.model': 'amazon.nova-lite-v1:0',
        'gen_ai.usage.prompt_tokens': 7,
        'gen_ai.usage.completion_tokens': 3,
        'gen_ai.usage.cache_creation.input_tokens': 9,
      }),
    });
    expect(span.type).toBe('llm');
    expect(span.metadata['provider']).toBe('aws-bedrock');
    // More cached tokens than input tokens: the input did not include them.
    expect(span.metrics).toMatchObject({
      prompt_tokens: 7,
      completion_tokens: 3,
      prompt_cache_creation_tokens: 9,
    });
  });

  it('maps a tool call', () => {
    const span = mapSpan({
      parentSpanId: 'b7ad6b7169203331',
      attributes: buildAttributes({
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.name': 'weather',
        'gen_ai.tool.call.arguments': '{"city":"Oslo"}',
        'gen_ai.tool.call.result': '{"celsius":3}',
      }),
    });
    expect(span).toMatchObject({ type: 'tool', input: { city: 'Oslo' }, output: { celsius: 3 } });
  });

  it('reads messages that came as events', () => {
    const span = mapSpan({
      attributes: buildAttributes({ 'gen_ai.system': 'aws.bedrock' }),
      events: [
        buildEvent('gen_ai.user.message', { 'gen_ai.system': 'aws.bedrock', content: '[{"text":"Hi"}]' }),
        buildEvent('gen_ai.choice', { finish_reason: 'end_turn', message: '{"content":[{"text":"Hello"}]}' }),
        buildEvent('cache.miss', { key: 'x' }),
      ],
    });
    expect(span.input).toEqual({ messages: [{ role: 'user', content: [{ text: 'Hi' }] }] });
    expect(span.output).toEqual([
      { role: 'assistant', finish_reason: 'end_turn', content: [{ text: 'Hello' }] },
    ]);
    expect(span.events).toEqual([{ name: 'cache.miss', time: 0, attributes: { key: 'x' } }]);
  });

  it('reads messages that came one attribute a part', () => {
    const span = mapSpan({
      attributes: buildAttributes({
        'gen_ai.prompt.1.content': 'Hi',
        'gen_ai.prompt.1.role': 'user',
        'gen_ai.prompt.0.role': 'system',
        'gen_ai.prompt.0.content': 'Be brief',
        'gen_ai.completion.0.content': 'Hello',
      }),
    });
    expect(span.input).toEqual({
      messages: [
        { role: 'system', content: 'Be brief' },
        { content: 'Hi', role: 'user' },
      ],
    });
    expect(span.output).toEqual([{ content: 'Hello' }]);
    expect(span.metadata).toEqual({});
  });
});

describe('OpenInference', () => {
  it('maps a model call with its messages, tools, parameters and tokens, and prices it', () => {
    const span = mapSpan({
      attributes: buildAttributes({
        'openinference.span.kind': 'LLM',
        'llm.provider': 'aws',
        'llm.model_name': 'amazon.nova-pro-v1:0',
        'llm.invocation_parameters': '{"maxTokens":100,"top_p":0.5}',
        'llm.input_messages.0.message.role': 'system',
        'llm.input_messages.0.message.content': 'Be brief',
        'llm.input_messages.1.message.role': 'user',
        'llm.input_messages.1.message.contents.0.message_content.type': 'text',
        'llm.input_messages.1.message.contents.0.message_content.text': 'What is this?',
        'llm.input_messages.1.message.contents.1.message_content.type': 'image',
        'llm.input_messages.1.message.contents.1.message_content.image.image.url': 'https://x.test/a.png',
        'llm.tools.0.tool.json_schema': '{"toolSpec":{"name":"look"}}',
        'llm.output_messages.0.message.role': 'assistant',
        'llm.output_messages.0.message.tool_calls.0.tool_call.id': 'call-1',
        'llm.output_messages.0.message.tool_calls.0.tool_call.function.name': 'look',
        'llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments': '{"at":"it"}',
        'llm.token_count.prompt': 1000,
        'llm.token_count.prompt_details.cache_read': 400,
        'llm.token_count.completion': 50,
        'llm.token_count.total': 1050,
        'llm.finish_reason': 'tool_use',
        'input.value': '[{"role":"user"}]',
        'input.mime_type': 'application/json',
        'session.id': 's-1',
        metadata: '{"team":"search"}',
        'tag.tags': '["beta"]',
      }),
    });
    expect(span).toMatchObject({
      type: 'llm',
      input: {
        messages: [
          { role: 'system', content: 'Be brief' },
          {
            role: 'user',
            content: [
              { type: 'text', text: 'What is this?' },
              { type: 'image_url', image_url: { url: 'https://x.test/a.png' } },
            ],
          },
        ],
      },
      output: [
        {
          role: 'assistant',
          tool_calls: [
            { type: 'function', id: 'call-1', function: { name: 'look', arguments: '{"at":"it"}' } },
          ],
        },
      ],
      tags: ['beta'],
    });
    expect(span.metadata).toEqual({
      team: 'search',
      provider: 'aws-bedrock',
      model: 'amazon.nova-pro-v1:0',
      maxTokens: 100,
      topP: 0.5,
      stop_reason: 'tool_use',
      tools: [{ toolSpec: { name: 'look' } }],
      'session.id': 's-1',
    });
    expect(span.metrics).toMatchObject({
      prompt_tokens: 600,
      prompt_cached_tokens: 400,
      completion_tokens: 50,
      tokens: 1050,
      cost_usd: expect.any(Number) as number,
    });
  });

  it.each([
    ['TOOL', 'tool'],
    ['AGENT', 'task'],
    ['CHAIN', 'task'],
    ['RETRIEVER', 'function'],
  ])('maps what a %s was given and gave', (kind, type) => {
    const span = mapSpan({
      attributes: buildAttributes({
        'openinference.span.kind': kind,
        'input.value': '{"query":"rocks"}',
        'input.mime_type': 'application/json',
        'output.value': '{not json}',
        'output.mime_type': 'text/plain',
      }),
    });
    expect(span).toMatchObject({ type, input: { query: 'rocks' }, output: '{not json}', metadata: {} });
  });

  it('maps the documents that were found, and what was embedded without its numbers', () => {
    const found = mapSpan({
      attributes: buildAttributes({
        'openinference.span.kind': 'RETRIEVER',
        'input.value': 'rocks',
        'retrieval.documents.0.document.content': 'Granite',
        'retrieval.documents.0.document.score': 0.5,
      }),
    });
    expect(found).toMatchObject({ input: 'rocks', output: [{ content: 'Granite', score: 0.5 }] });
    const embedded = mapSpan({
      attributes: buildAttributes({
        'openinference.span.kind': 'EMBEDDING',
        'embedding.model_name': 'amazon.titan-embed-text-v2:0',
        'embedding.embeddings.0.embedding.text': 'Granite',
        'embedding.embeddings.0.embedding.vector': '[0.1,0.2]',
      }),
    });
    expect(embedded).toMatchObject({
      type: 'llm',
      input: ['Granite'],
      metadata: { model: 'amazon.titan-embed-text-v2:0' },
    });
    expect(JSON.stringify(embedded)).not.toContain('0.1');
  });
});

describe('outcrop attributes', () => {
  const ours = {
    'outcrop.type': 'llm',
    'outcrop.input': '{"messages":[]}',
    'outcrop.output': 'plain text',
    'outcrop.metadata': '{"model":"m","operation":"converse"}',
    'outcrop.metrics': '{"prompt_tokens":1,"note":"not a number"}',
    'outcrop.error': '{"type":"ValidationException","message":"no","status":400,"retryable":false}',
    'outcrop.revision': 3,
    'outcrop.running': true,
  };

  it('win over what else the span says', () => {
    const span = mapSpan({
      attributes: buildAttributes({
        ...ours,
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': 'other',
        'gen_ai.usage.input_tokens': 99,
        'gen_ai.usage.output_tokens': 99,
      }),
      status: { code: 2, message: 'also no' },
    });
    expect(span).toMatchObject({
      type: 'llm',
      end_time: null,
      input: { messages: [] },
      output: 'plain text',
      metadata: { model: 'm', operation: 'converse' },
      error: { type: 'ValidationException', message: 'no', status: 400, retryable: false },
      revision: 3,
    });
    expect(span.metrics).toEqual({ prompt_tokens: 1 });
  });

  it('survive nonsense', () => {
    const span = mapSpan({
      attributes: buildAttributes({
        'outcrop.type': 'banana',
        'outcrop.metadata': '[1]',
        'outcrop.metrics': 'x',
        'outcrop.error': 'it broke',
        'outcrop.tags': 'one',
        'outcrop.revision': 1.5,
      }),
    });
    expect(span).toMatchObject({
      type: 'task',
      metadata: {},
      metrics: {},
      error: { type: 'Error', message: 'it broke' },
      tags: ['one'],
      revision: 0,
    });
  });
});
