import { defaultBearerToken, startEmulator, type Emulator } from '@outcrop/emulator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildAttempt, buildRecord, claude, recordClient, recordNative } from '../../test/record-through.ts';
import { GatewayError } from '../gateway-error.ts';
import type { CallRecord } from './call-record.ts';
import { mapCall } from './map-call.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

const model = `/model/${encodeURIComponent(claude)}`;
const messages = [{ role: 'user', content: [{ text: 'What is an outcrop?' }] }];
const claudeBody = {
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 50,
  messages: [{ role: 'user', content: 'What is an outcrop?' }],
};
const spanOf = async (call: Promise<CallRecord>) => mapCall(await call).span;
const native = (command: string, request: Parameters<typeof recordNative>[2]) =>
  spanOf(recordNative(emulator, command, request));

describe('a native call', () => {
  it('is the span that the SDK makes of it, with what the gateway knows', async () => {
    const call = await recordNative(emulator, 'ConverseCommand', {
      path: `${model}/converse`,
      body: { messages, inferenceConfig: { maxTokens: 50 } },
    });
    call.timings = { parseMs: 0.1234, upstreamWaitMs: 12 };
    call.parentSpanId = 'c'.repeat(16);
    expect(mapCall(call).span).toMatchObject({
      trace_id: call.traceId,
      span_id: call.spanId,
      parent_span_id: call.parentSpanId,
      project: 'demo',
      name: 'bedrock.converse',
      type: 'llm',
      start_time: 1_700_000_000_000_000,
      end_time: 1_700_000_000_200_500,
      input: { messages },
      output: { role: 'assistant', content: [{ text: expect.any(String) }] },
      metadata: {
        provider: 'aws-bedrock',
        command: 'ConverseCommand',
        operation: 'converse',
        model: claude,
        maxTokens: 50,
        region: 'us-east-1',
        stop_reason: expect.any(String),
        request_id: expect.any(String),
        attempts: 1,
        provider_name: 'production',
        key_name: 'laptop',
        user_agent: 'test/1',
        http_status: 200,
      },
      metrics: {
        prompt_tokens: expect.any(Number),
        completion_tokens: expect.any(Number),
        latency_ms: expect.any(Number),
        gateway_parse_ms: 0.123,
        upstream_wait_ms: 12,
      },
      error: null,
      events: [],
    });
  });

  it.each([
    ['Converse', { messages }, `converse`],
    ['InvokeModel', claudeBody, `invoke`],
  ])('streamed is what it is when it is whole: %s', async (name, body, path) => {
    const streamPaths = { converse: 'converse-stream', invoke: 'invoke-with-response-stream' };
    const streamName = { Converse: 'ConverseStream', InvokeModel: 'InvokeModelWithResponseStream' }[name];
    const whole = await native(`${name}Command`, { path: `${model}/${path}`, body });
    const streamed = await native(`${streamName}Command`, {
      path: `${model}/${streamPaths[path as 'invoke']}`,
      body,
    });
    expect(withoutIds(streamed.output)).toEqual(withoutIds(whole.output));
    expect(streamed.input).toEqual(whole.input);
    expect(streamed.metrics.tokens).toBe(whole.metrics.tokens);
    expect(streamed.metrics.time_to_first_token).toBeGreaterThanOrEqual(0.1);
    expect(streamed.metadata['partial']).toBeUndefined();
  });

  it('knows what its path says', async () => {
    const span = await native('ApplyGuardrailCommand', {
      path: '/guardrail/gr%2F1/version/DRAFT/apply',
      body: { source: 'INPUT', content: [{ text: { text: 'hello' } }] },
    });
    expect(span).toMatchObject({
      name: 'bedrock.applyGuardrail',
      type: 'function',
      metadata: { guardrail: { guardrailIdentifier: 'gr/1', guardrailVersion: 'DRAFT' } },
      input: { source: 'INPUT' },
    });
    const list = await native('ListAsyncInvokesCommand', {
      path: '/async-invoke?maxResults=5',
      body: undefined,
      method: 'GET',
    });
    expect(list).toMatchObject({ input: { maxResults: '5' }, metadata: { invocation_count: 0 } });
  });

  it('reads the InvokeModel body that is to be counted', async () => {
    const body = Buffer.from(JSON.stringify(claudeBody)).toString('base64');
    const span = await native('CountTokensCommand', {
      path: `${model}/count-tokens`,
      body: { input: { invokeModel: { body } } },
    });
    expect(span).toMatchObject({
      type: 'function',
      input: { messages: claudeBody.messages },
      metrics: { counted_input_tokens: expect.any(Number) },
    });
    expect(span.metrics.tokens).toBeUndefined();
  });

  it('names an exception in mid-stream, and keeps what came before it', async () => {
    const span = await native('ConverseStreamCommand', {
      path: `${model}/converse-stream`,
      body: { messages },
      script: 'exception-after=3:modelStreamErrorException',
    });
    expect(span.error).toMatchObject({ type: 'ModelStreamErrorException' });
    expect(span.metadata).toMatchObject({ partial: true, partial_reason: 'failed' });
    expect(span.output).toMatchObject({ content: [{ text: expect.any(String) }] });
  });

  it('tells a stream that was cut', async () => {
    const span = await native('ConverseStreamCommand', {
      path: `${model}/converse-stream`,
      body: { messages },
      script: 'cut-after=3',
    });
    expect(span.metadata).toMatchObject({ partial: true, partial_reason: 'ended_early' });
  });

  it('keeps what had come when the client left', async () => {
    const call = await recordNative(emulator, 'ConverseStreamCommand', {
      path: `${model}/converse-stream`,
      body: { messages },
      script: 'cut-after=3',
    });
    const error = new GatewayError('left', { status: 499, code: 'client_left' });
    const { span } = mapCall({ ...call, status: 499, error, partialReason: 'aborted' });
    expect(span.output).toMatchObject({ content: [{ text: expect.any(String) }] });
    expect(span.error).toMatchObject({ type: 'client_left' });
    expect(span.metadata).toMatchObject({ partial: true, partial_reason: 'aborted' });
  });

  it('names a refusal as Bedrock does', async () => {
    const span = await native('ConverseCommand', { path: `${model}/converse`, body: { messages: 'none' } });
    expect(span.error).toMatchObject({ type: 'ValidationException', status: 400, retryable: false });
    expect(span.output).toBeUndefined();
  });
});

describe('a translated call', () => {
  const chat = { model: 'sonnet', messages: [{ role: 'user', content: 'What is an outcrop?' }], seed: 7 };

  it.each(['converse', 'anthropic'] as const)('is what the client saw, over %s', async (format) => {
    const span = await spanOf(recordClient(emulator, { from: 'openai-chat', format, body: chat }));
    expect(span).toMatchObject({
      name: 'openai.chat.completions.create',
      type: 'llm',
      input: { messages: chat.messages },
      output: {
        object: 'chat.completion',
        model: 'sonnet',
        choices: [{ message: { role: 'assistant', content: expect.any(String) }, finish_reason: 'stop' }],
      },
      metadata: {
        provider: 'openai',
        service: 'aws-bedrock',
        model: 'sonnet',
        invoked_model: claude,
        seed: 7,
        dropped: [{ field: 'seed', kind: 'dropped' }],
        bedrock_request: { path: expect.stringContaining('/model/'), body: { messages: expect.any(Array) } },
      },
    });
    expect(span.metrics.tokens).toBeGreaterThan(0);
  });

  it.each([
    ['openai-chat', 'converse'],
    ['openai-chat', 'anthropic'],
    ['anthropic-messages', 'anthropic'],
    ['anthropic-messages', 'converse'],
    ['openai-responses', 'converse'],
  ] as const)('streamed is what it is when it is whole: %s over %s', async (from, format) => {
    const body =
      from === 'openai-responses' ? { model: 'sonnet', input: 'Hello' } : { ...chat, max_tokens: 20 };
    const record = (stream: boolean) =>
      spanOf(recordClient(emulator, { from, format, body: { ...body, stream } }));
    const [whole, streamed] = [await record(false), await record(true)];
    expect(withoutIds(streamed.output)).toEqual(withoutIds(whole.output));
    expect(streamed.metrics.tokens).toBe(whole.metrics.tokens);
    expect(streamed.metadata['partial']).toBeUndefined();
  });

  it('has the client’s names for its tools', async () => {
    const tool = { type: 'function', function: { name: 'get weather', parameters: { type: 'object' } } };
    const body = { ...chat, tools: [tool], tool_choice: 'required' };
    const span = await spanOf(recordClient(emulator, { from: 'openai-chat', format: 'converse', body }));
    expect(span.output).toMatchObject({
      choices: [{ message: { tool_calls: [{ function: { name: 'get weather' } }] } }],
    });
  });

  it('keeps a request that is no JSON', () => {
    const error = new GatewayError('not JSON', { status: 400, code: 'invalid_json' });
    const { span } = mapCall(
      buildRecord({
        api: { kind: 'client', api: 'openai-chat' },
        requestBody: Buffer.from('{oops'),
        status: 400,
        error,
        attempts: [],
      }),
    );
    expect(span).toMatchObject({ input: '{oops', error: { type: 'invalid_json', status: 400 } });
  });
});

describe('any call', () => {
  it('tells why attempts failed and where', () => {
    const error = new GatewayError('slow down', {
      status: 429,
      code: 'rate_limit_exceeded',
      exception: 'ThrottlingException',
    });
    const failed = { ...buildAttempt(), status: 429, error, delayMs: 12.34 };
    const { span } = mapCall(buildRecord({ attempts: [failed, buildAttempt()] }));
    expect(span.metadata['attempts']).toBe(2);
    expect(span.events).toEqual([
      {
        name: 'retry',
        time: 1_700_000_000_050_000,
        attributes: {
          attempt: 1,
          error_type: 'ThrottlingException',
          error_message: 'slow down',
          status: 429,
          delay_ms: 12.3,
          model: claude,
          provider_name: 'production',
          region: 'us-east-1',
        },
      },
    ]);
  });

  it('costs nothing when its answer came from the cache', async () => {
    const call = await recordNative(emulator, 'ConverseCommand', {
      path: `${model}/converse`,
      body: { messages },
    });
    const { span } = mapCall({ ...call, cache: 'hit' });
    expect(span.metrics).toMatchObject({ tokens: expect.any(Number), cost_usd: 0 });
    expect(span.metadata['cache']).toBe('hit');
  });

  it('refers to its bytes', async () => {
    const bytes = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(60)]).toString(
      'base64',
    );
    const content = [{ image: { format: 'png', source: { bytes } } }, { text: 'What is this?' }];
    const call = await recordNative(emulator, 'ConverseCommand', {
      path: `${model}/converse`,
      body: { messages: [{ role: 'user', content }] },
    });
    const { span, attachments } = mapCall(call);
    expect(attachments).toHaveLength(1);
    expect(span.input).toMatchObject({
      messages: [
        { content: [{ image: { source: { bytes: { type: 'attachment', byte_length: 68 } } } }, {}] },
      ],
    });
  });

  it('keeps no credential and no secret header', async () => {
    const secret = 'planted-secret';
    const body = {
      model: 'sonnet',
      max_tokens: 10,
      messages: [{ role: 'user', content: 'Hello' }],
      mcp_servers: [{ type: 'url', url: 'https://example.com', name: 'm', authorization_token: secret }],
    };
    const call = await recordClient(emulator, { from: 'anthropic-messages', format: 'anthropic', body });
    call.requestHeaders = { authorization: `Bearer ${secret}`, 'x-api-key': secret, cookie: secret };
    const text = JSON.stringify(mapCall(call).span);
    expect(text).not.toContain(secret);
    expect(text).not.toContain(defaultBearerToken);
    expect(text).toContain('Hello');
  });

  it.each(['', '[]', 'null', '{"messages":7}', '"text"', '\u0000'])(
    'never throws, whatever is in its bodies: %j',
    (text) => {
      const bytes = Buffer.from(text);
      const apis: CallRecord['api'][] = [
        ...[
          'Converse',
          'ConverseStream',
          'InvokeModel',
          'InvokeModelWithBidirectionalStream',
          'Nonsense',
        ].map((name) => ({ kind: 'native', command: `${name}Command` }) as const),
        { kind: 'client', api: 'openai-chat' },
        { kind: 'client', api: 'openai-responses' },
        { kind: 'client', api: 'anthropic-messages' },
        { kind: 'other', api: 'embeddings' },
        { kind: 'other', api: 'count-tokens' },
      ];
      for (const api of apis) {
        for (const upstreamPath of [undefined, '/model/m/converse', '/model/m/invoke-with-response-stream']) {
          for (const isStream of [false, true]) {
            const call = { api, upstreamPath, isStream, requestBody: bytes, responseChunks: [bytes] };
            expect(mapCall(buildRecord(call)).span.project).toBe('demo');
          }
        }
      }
    },
  );
});

/** Ids and times differ from call to call. */
function withoutIds(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, item: unknown) =>
      key === 'id' || key === 'created' || key.endsWith('_at') ? undefined : item,
    ),
  );
}
