import {
  BedrockRuntime,
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
  type ConverseStreamOutput,
} from '@aws-sdk/client-bedrock-runtime';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { BedrockSession, type ClientOptions } from '../../../test/bedrock-session.ts';
import { currentSpan, flush, traced, wrapBedrockRuntime } from '../../index.ts';

const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const weatherTool = {
  toolSpec: {
    name: 'get_weather',
    description: 'Weather of a city',
    inputSchema: { json: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] } },
  },
};

let session: BedrockSession;

beforeEach(async () => {
  session = await BedrockSession.start();
});

afterEach(() => session.close());

const credentials = { accessKeyId: 'AKIDEMULATOR', secretAccessKey: 'emulator-secret' };

function createClient(options: ClientOptions = {}): BedrockRuntimeClient {
  return session.createClient({ region: 'us-west-2', ...options });
}

function ask(text: string): { role: 'user'; content: { text: string }[] }[] {
  return [{ role: 'user', content: [{ text }] }];
}

async function readAll<Event>(stream: AsyncIterable<Event> | undefined): Promise<Event[]> {
  const events: Event[] = [];
  for await (const event of stream ?? []) events.push(event);
  return events;
}

describe('converse', () => {
  test('is a span with everything that was asked and answered', async () => {
    const output = await createClient().send(
      new ConverseCommand({
        modelId: model,
        system: [{ text: 'Be brief.' }],
        messages: ask('What is an outcrop?'),
        inferenceConfig: { maxTokens: 300, temperature: 0.5, topP: 0.9, stopSequences: ['END'] },
      }),
    );
    await flush();
    const { span } = session.collector;
    expect(span).toMatchObject({
      name: 'bedrock.converse',
      type: 'llm',
      input: { messages: ask('What is an outcrop?'), system: [{ text: 'Be brief.' }] },
      output: output.output?.message,
      metadata: {
        provider: 'aws-bedrock',
        model,
        command: 'ConverseCommand',
        operation: 'converse',
        region: 'us-west-2',
        maxTokens: 300,
        temperature: 0.5,
        topP: 0.9,
        stopSequences: ['END'],
        stop_reason: 'end_turn',
        request_id: output.$metadata.requestId,
        attempts: 1,
      },
      metrics: {
        prompt_tokens: output.usage?.inputTokens,
        completion_tokens: output.usage?.outputTokens,
        tokens: output.usage?.totalTokens,
        latency_ms: output.metrics?.latencyMs,
      },
    });
    expect(span.metrics.cost_usd).toBeGreaterThan(0);
    expect(span.metrics.time_to_first_token).toBeUndefined();
    expect(span.attributes).toMatchObject({
      'gen_ai.provider.name': 'aws.bedrock',
      'gen_ai.request.model': model,
      'gen_ai.usage.output_tokens': output.usage?.outputTokens,
    });
  });

  test('records tools, the choice and the call', async () => {
    const output = await createClient().send(
      new ConverseCommand({
        modelId: model,
        messages: ask('What is the weather in Oslo?'),
        toolConfig: { tools: [weatherTool], toolChoice: { any: {} } },
      }),
    );
    await flush();
    expect(output.stopReason).toBe('tool_use');
    expect(session.collector.span.metadata).toMatchObject({
      tools: [weatherTool],
      tool_choice: { any: {} },
      stop_reason: 'tool_use',
    });
    expect(session.collector.span.output).toEqual(output.output?.message);
  });

  test('bytes become references and the call still sends them', async () => {
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
    await createClient().send(
      new ConverseCommand({
        modelId: model,
        messages: [
          {
            role: 'user',
            content: [{ image: { format: 'png', source: { bytes: png } } }, { text: 'What?' }],
          },
        ],
      }),
    );
    await flush();
    expect(session.collector.span.input).toMatchObject({
      messages: [
        {
          content: [
            {
              image: {
                format: 'png',
                source: { bytes: { type: 'attachment', content_type: 'image/png', byte_length: 11 } },
              },
            },
            { text: 'What?' },
          ],
        },
      ],
    });
  });

  test('the caller may change its messages right after the call', async () => {
    const messages = ask('first');
    const sending = createClient().send(new ConverseCommand({ modelId: model, messages }));
    await sending;
    messages.push(...ask('second'));
    await flush();
    expect(session.collector.span.input).toEqual({ messages: ask('first') });
  });

  test('is a child of the span around it, and leaves that one the active span', async () => {
    let insideSpanId = '';
    let outerSpanId = '';
    const client = createClient();
    client.middlewareStack.add(
      (next) => (args) => {
        insideSpanId = currentSpan().spanId;
        return next(args);
      },
      { step: 'build' },
    );
    await traced(
      (span) => {
        outerSpanId = span.spanId;
        return client.send(new ConverseCommand({ modelId: model, messages: ask('hi') }));
      },
      { name: 'outer' },
    );
    await flush();
    expect(session.collector.spans.at(-1)).toMatchObject({
      name: 'bedrock.converse',
      parentSpanId: outerSpanId,
    });
    expect(insideSpanId).toBe(outerSpanId);
  });
});

describe('calling styles', () => {
  test('callbacks with two and three arguments, and the aggregated client', async () => {
    const client = createClient();
    const command = new ConverseCommand({ modelId: model, messages: ask('hi') });
    const two = new Promise((resolve) => client.send(command, (_error, output) => resolve(output)));
    const three = new Promise((resolve) => client.send(command, {}, (_error, output) => resolve(output)));
    const bedrock = wrapBedrockRuntime(
      new BedrockRuntime({ region: 'us-east-1', endpoint: session.emulator.url, credentials }),
    );
    const outputs = await Promise.all([
      two,
      three,
      bedrock.converse({ modelId: model, messages: ask('hi') }),
    ]);
    await flush();
    expect(session.collector.spans.map((span) => span.name)).toEqual(Array(3).fill('bedrock.converse'));
    expect(outputs.every((output) => (output as { stopReason: string }).stopReason === 'end_turn')).toBe(
      true,
    );
  });

  test('subclassed commands, a client wrapped twice, cached handlers: one span each', async () => {
    class MyConverse extends ConverseCommand {}
    const client = new BedrockRuntimeClient({
      region: 'us-east-1',
      endpoint: session.emulator.url,
      credentials,
      cacheMiddleware: true,
    });
    await client.send(new ConverseCommand({ modelId: model, messages: ask('before wrapping') }));
    expect(wrapBedrockRuntime(wrapBedrockRuntime(client))).toBe(client);
    await client.send(new MyConverse({ modelId: model, messages: ask('hi') }));
    await client.send(new ConverseCommand({ modelId: model, messages: ask('hi') }));
    await flush();
    expect(session.collector.spans.map((span) => span.metadata['command'])).toEqual([
      'ConverseCommand',
      'ConverseCommand',
    ]);
  });

  test('what is no Bedrock client is given back with a word', () => {
    const lines: string[] = [];
    const spy = vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line));
    const client = { send: () => 'sent' };
    expect(wrapBedrockRuntime(client)).toBe(client);
    spy.mockRestore();
    expect(lines).toEqual([
      '[outcrop] wrapBedrockRuntime was given something that is neither a BedrockRuntimeClient nor a BedrockAgentRuntimeClient: it is not traced.',
    ]);
  });

  test('a thousand calls at once keep their own parents', async () => {
    const client = createClient();
    const count = 1000;
    await Promise.all(
      Array.from({ length: count }, (_, index) =>
        traced(() => client.send(new ConverseCommand({ modelId: model, messages: ask(`call ${index}`) })), {
          name: `task ${index}`,
        }),
      ),
    );
    await flush();
    const spans = session.collector.spans;
    const parents = new Map(
      spans.filter((span) => span.type === 'task').map((span) => [span.spanId, span.name]),
    );
    const calls = spans.filter((span) => span.type === 'llm');
    expect(calls).toHaveLength(count);
    for (const call of calls) {
      const { messages } = call.input as { messages: { content: { text: string }[] }[] };
      const index = messages[0]?.content[0]?.text.replace('call ', '');
      expect(parents.get(call.parentSpanId ?? '')).toBe(`task ${index}`);
    }
  });
});

describe('converseStream', () => {
  test('gives the same message as the call without a stream, and the caller every event', async () => {
    const client = createClient();
    const input = {
      modelId: model,
      messages: ask('Please think about the weather in Oslo'),
      toolConfig: { tools: [weatherTool] },
    };
    const whole = await client.send(new ConverseCommand(input));
    const { stream } = await client.send(new ConverseStreamCommand(input));
    const events = await readAll<ConverseStreamOutput>(stream);
    await flush();
    const [first, second] = session.collector.spans;
    expect(second?.name).toBe('bedrock.converseStream');
    expect(second?.output).toEqual(first?.output);
    expect(second?.output).toEqual(whole.output?.message);
    expect(second?.metadata['stop_reason']).toBe(whole.stopReason);
    expect(second?.metadata['partial']).toBeUndefined();
    expect(second?.metrics).toMatchObject({
      prompt_tokens: whole.usage?.inputTokens,
      tokens: whole.usage?.totalTokens,
    });
    expect(second?.metrics.time_to_first_token).toBeGreaterThan(0);
    expect(events.at(0)?.messageStart?.role).toBe('assistant');
    expect(events.at(-1)?.metadata?.usage).toEqual(whole.usage);
  });

  test('an early break keeps what had arrived and says it is partial', async () => {
    const { stream } = await createClient().send(
      new ConverseStreamCommand({ modelId: model, messages: ask('Tell me a long story') }),
    );
    let text = '';
    for await (const event of stream ?? []) {
      text += event.contentBlockDelta?.delta?.text ?? '';
      if (text.length > 10) break;
    }
    await flush();
    expect(session.collector.span.output).toEqual({ role: 'assistant', content: [{ text }] });
    expect(session.collector.span.metadata).toMatchObject({ partial: true, partial_reason: 'left' });
    expect(session.collector.span.error).toBeUndefined();
  });

  test('an exception in mid-stream reaches the caller and the span', async () => {
    const { stream } = await createClient({ directives: 'exception-after=4:modelStreamErrorException' }).send(
      new ConverseStreamCommand({ modelId: model, messages: ask('Tell me a long story') }),
    );
    const thrown: unknown = await readAll(stream).catch((error: unknown) => error);
    await flush();
    expect(thrown).toMatchObject({ name: 'ModelStreamErrorException' });
    expect(session.collector.span.error).toMatchObject({ type: 'ModelStreamErrorException' });
    expect(session.collector.span.metadata).toMatchObject({
      partial: true,
      partial_reason: 'failed',
      attempts: 1,
    });
    expect(JSON.stringify(session.collector.span.output)).toContain('text');
  });

  test('a cut connection reaches the caller and the span', async () => {
    const { stream } = await createClient({ directives: 'cut-after=4' }).send(
      new ConverseStreamCommand({ modelId: model, messages: ask('Tell me a long story') }),
    );
    const outcome: unknown = await readAll(stream).catch((error: unknown) => error);
    await flush();
    expect(session.collector.span.metadata).toMatchObject({ partial: true, partial_reason: 'ended_early' });
    if (outcome instanceof Error) expect(session.collector.span.error?.type).toBe(outcome.name);
  });

  test('an abort in mid-stream ends the span as partial', async () => {
    const controller = new AbortController();
    const { stream } = await createClient({ directives: 'tokens-per-second=50' }).send(
      new ConverseStreamCommand({ modelId: model, messages: ask('Tell me a long story') }),
      { abortSignal: controller.signal },
    );
    let events = 0;
    await (async () => {
      for await (const event of stream ?? []) {
        events += event ? 1 : 0;
        if (events === 5) controller.abort();
      }
    })().catch(() => undefined);
    await flush();
    expect(session.collector.span.metadata).toMatchObject({ partial: true, partial_reason: 'ended_early' });
  });
});

describe('invokeModel', () => {
  const body = JSON.stringify({
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 400,
    temperature: 0.1,
    messages: [{ role: 'user', content: 'Explain strata' }],
  });

  test.each([
    ['a string', body],
    ['bytes', new TextEncoder().encode(body)],
    ['a buffer', Buffer.from(body)],
  ])('takes the body as %s', async (_kind, value) => {
    const output = await createClient().send(new InvokeModelCommand({ modelId: model, body: value }));
    const answer = JSON.parse(output.body.transformToString()) as { usage: { input_tokens: number } };
    await flush();
    expect(session.collector.span).toMatchObject({
      name: 'bedrock.invokeModel',
      input: JSON.parse(body) as object,
      output: answer,
      metadata: { command: 'InvokeModelCommand', maxTokens: 400, temperature: 0.1, stop_reason: 'end_turn' },
      metrics: { prompt_tokens: answer.usage.input_tokens },
    });
    expect(session.collector.span.metrics.latency_ms).toBeGreaterThanOrEqual(0);
  });

  test('a streamed answer is the body that the call without a stream gives', async () => {
    const client = createClient();
    const whole = await client.send(new InvokeModelCommand({ modelId: model, body }));
    const { body: stream } = await client.send(
      new InvokeModelWithResponseStreamCommand({ modelId: model, body }),
    );
    await readAll(stream);
    await flush();
    const [first, second] = session.collector.spans;
    expect(second?.name).toBe('bedrock.invokeModelWithResponseStream');
    expect(second?.output).toMatchObject({
      role: 'assistant',
      content: (JSON.parse(whole.body.transformToString()) as { content: unknown[] }).content,
      stop_reason: 'end_turn',
    });
    expect(second?.metrics.prompt_tokens).toBe(first?.metrics.prompt_tokens);
    expect(second?.metrics.completion_tokens).toBe(first?.metrics.completion_tokens);
    expect(second?.metrics.time_to_first_token).toBeGreaterThan(0);
  });
});

describe('failures', () => {
  test('keep name, status and message; the caller gets the SDK’s own error', async () => {
    const sending = createClient().send(
      new ConverseCommand({ modelId: 'no.such-model', messages: ask('hi') }),
    );
    const thrown: unknown = await sending.catch((error: unknown) => error);
    await flush();
    expect(thrown).toMatchObject({ name: 'ValidationException' });
    expect(session.collector.span.error).toMatchObject({
      type: 'ValidationException',
      status: 400,
      retryable: false,
      message: (thrown as Error).message,
    });
    expect(session.collector.span.metadata).toMatchObject({ model: 'no.such-model', attempts: 1 });
    expect(session.collector.span.output).toBeUndefined();
  });

  test('attempts are counted when throttling ends well, and when it does not', async () => {
    await createClient({ directives: 'throttle=1' }).send(
      new ConverseCommand({ modelId: model, messages: ask('hi') }),
    );
    const failing = createClient({ directives: 'throttle=9', maxAttempts: 2 });
    await expect(failing.send(new ConverseCommand({ modelId: model, messages: ask('hi') }))).rejects.toThrow(
      'Too many',
    );
    await flush();
    const [first, second] = session.collector.spans;
    expect(first?.metadata['attempts']).toBe(2);
    expect(first?.events).toEqual([
      {
        name: 'retry',
        time: expect.any(Number) as number,
        attributes: {
          attempt: 1,
          error_type: 'ThrottlingException',
          error_message: expect.stringContaining('Too many') as string,
          status: 429,
          delay_ms: expect.any(Number) as number,
        },
      },
    ]);
    const delay = Number(first?.events[0]?.attributes['delay_ms']);
    // The SDK's figure is the planned wait, ours the time that passed.
    expect(delay).toBeGreaterThanOrEqual(Math.floor(Number(first?.metadata['retry_delay_ms'])) - 2);
    expect(second?.events).toHaveLength(1);
    expect(first?.error).toBeUndefined();
    expect(second?.metadata['attempts']).toBe(2);
    expect(second?.error).toMatchObject({ type: 'ThrottlingException', status: 429, retryable: true });
  });

  test('an abort before the call', async () => {
    const sending = createClient().send(new ConverseCommand({ modelId: model, messages: ask('hi') }), {
      abortSignal: AbortSignal.abort(),
    });
    await expect(sending).rejects.toMatchObject({ name: 'AbortError' });
    await flush();
    expect(session.collector.span.error?.type).toBe('AbortError');
  });

  test('secrets of the client never reach a span', async () => {
    await createClient().send(new ConverseCommand({ modelId: model, messages: ask('hi') }));
    await flush();
    expect(JSON.stringify(session.collector.spans)).not.toContain(credentials.secretAccessKey);
  });
});
