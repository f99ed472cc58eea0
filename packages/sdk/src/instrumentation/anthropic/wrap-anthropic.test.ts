import { AnthropicBedrock, AnthropicBedrockMantle } from '@anthropic-ai/bedrock-sdk';
import { Anthropic, RateLimitError } from '@anthropic-ai/sdk';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BedrockSession } from '../../../test/bedrock-session.ts';
import { flush, traced, wrapAnthropic } from '../../index.ts';
import { runtime } from '../../tracer/runtime.ts';

const model = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const request = {
  model,
  max_tokens: 2000,
  system: 'Be brief.',
  messages: [{ role: 'user' as const, content: 'What is the capital of France?' }],
};
/** The newest models take none, and so the newest types know none. */
const sampling = { temperature: 0.5 };
const weather = {
  name: 'get_weather',
  description: 'The weather of a city',
  input_schema: { type: 'object' as const, properties: { city: { type: 'string' } }, required: ['city'] },
};

let session: BedrockSession;

beforeEach(async () => {
  session = await BedrockSession.start();
});

afterEach(() => session.close());

function createClient(directives = ''): AnthropicBedrock {
  return new AnthropicBedrock({
    awsRegion: 'us-west-2',
    awsAccessKey: 'AKIDEMULATOR',
    awsSecretKey: 'emulator-secret',
    baseURL: session.emulator.url,
    defaultHeaders: directives ? { 'x-outcrop-emulator': directives } : {},
  });
}

function createMantleClient(directives = ''): AnthropicBedrockMantle {
  return new AnthropicBedrockMantle({
    awsRegion: 'us-west-2',
    apiKey: 'emulator-token',
    baseURL: `${session.emulator.url}/anthropic`,
    defaultHeaders: directives ? { 'x-outcrop-emulator': directives } : {},
  });
}

async function readAll<Event>(stream: AsyncIterable<Event>): Promise<Event[]> {
  const events: Event[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

/** What a call came to, without what differs from one call to the next. */
async function settle(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return { value: structuredClone(await work()) };
  } catch (error) {
    const { name, message, constructor } = error as Error;
    return { name, message, type: constructor.name, keys: Object.keys(error as Error) };
  }
}

describe('a message', () => {
  test('is a span with everything that was asked and answered', async () => {
    const message = await wrapAnthropic(createClient()).messages.create({
      ...request,
      stop_sequences: ['END'],
      ...sampling,
    });
    await flush();
    const { span } = session.collector;
    expect(span).toMatchObject({
      name: 'anthropic.messages.create',
      type: 'llm',
      input: { messages: request.messages, system: request.system },
      output: JSON.parse(JSON.stringify(message)) as object,
      metadata: {
        provider: 'anthropic',
        service: 'aws-bedrock',
        operation: 'messages.create',
        region: 'us-west-2',
        model,
        max_tokens: 2000,
        maxTokens: 2000,
        temperature: 0.5,
        stop_sequences: ['END'],
        stopSequences: ['END'],
        stop_reason: 'end_turn',
        request_id: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      },
      metrics: {
        prompt_tokens: message.usage.input_tokens,
        completion_tokens: message.usage.output_tokens,
        latency_ms: expect.any(Number) as number,
      },
    });
    expect(span.metrics.cost_usd).toBeGreaterThan(0);
    expect(span.attributes).toMatchObject({
      'gen_ai.provider.name': 'aws.bedrock',
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': model,
    });
  });

  test('gives the same span streamed, with the time to its first token', async () => {
    const thinking = {
      ...request,
      thinking: { type: 'enabled' as const, budget_tokens: 1024 },
      tools: [weather],
    };
    const asked = { ...thinking, messages: [{ role: 'user' as const, content: 'The weather in Oslo?' }] };
    const client = wrapAnthropic(createClient());
    await client.messages.create(asked);
    await readAll(await client.messages.create({ ...asked, stream: true }));
    await flush();
    const [whole, streamed] = session.collector.spans;
    expect(streamed?.output).toEqual(whole?.output);
    expect(whole?.output).toMatchObject({
      content: [
        { type: 'thinking', signature: expect.any(String) as string },
        { type: 'text' },
        { type: 'tool_use', name: 'get_weather', input: { city: expect.any(String) as string } },
      ],
    });
    expect(streamed?.metadata).toMatchObject({ stop_reason: 'tool_use', tools: [weather] });
    expect(streamed?.metadata['partial']).toBeUndefined();
    expect(streamed?.metrics).toEqual({
      ...whole?.metrics,
      time_to_first_token: expect.any(Number) as number,
    });
    expect(whole?.metrics.completion_reasoning_tokens).toBeGreaterThan(0);
  });

  test('counts cached tokens apart from the prompt, by time to live', async () => {
    const client = wrapAnthropic(createMantleClient());
    const cached = {
      ...request,
      system: [
        {
          type: 'text' as const,
          text: 'Be brief.',
          cache_control: { type: 'ephemeral' as const, ttl: '1h' as const },
        },
      ],
    };
    await client.messages.create(cached);
    await client.messages.create(cached);
    await flush();
    const [first, second] = session.collector.spans.map((span) => span.metrics);
    expect(first?.prompt_cache_creation_1h_tokens).toBeGreaterThan(0);
    expect(first?.prompt_cached_tokens).toBe(0);
    expect(second).toMatchObject({
      prompt_tokens: first?.prompt_tokens,
      prompt_cached_tokens: first?.prompt_cache_creation_1h_tokens,
      tokens: first?.tokens,
    });
  });

  test('goes under the span that is active', async () => {
    await traced(() => wrapAnthropic(createClient()).messages.create(request), { name: 'parent' });
    await flush();
    const [parent, call] = session.collector.spans;
    expect(call).toMatchObject({ parentSpanId: parent?.spanId, traceId: parent?.traceId });
  });
});

describe('every way to ask', () => {
  const ways: Record<
    string,
    (client: AnthropicBedrock | AnthropicBedrockMantle | Anthropic) => Promise<unknown>
  > = {
    'messages.stream': (client) => client.messages.stream(request).finalMessage(),
    'messages.parse': (client) => client.messages.parse(request),
    'beta.messages.create': (client) => client.beta.messages.create(request),
    'beta.messages.stream': (client) => client.beta.messages.stream(request).finalMessage(),
    withResponse: async (client) => (await client.messages.create(request).withResponse()).data,
    'asResponse, json': async (client) => (await client.messages.create(request).asResponse()).json(),
    'asResponse, text': async (client) =>
      JSON.parse(await (await client.messages.create(request).asResponse()).text()) as unknown,
    'withOptions, create': (client) => client.withOptions({ maxRetries: 0 }).messages.create(request),
  };

  test.each(Object.entries(ways))('%s is one span with the answer', async (_name, ask) => {
    const answer = (await ask(wrapAnthropic(createClient()))) as { content: unknown };
    await flush();
    expect(session.collector.span).toMatchObject({
      name: 'anthropic.messages.create',
      output: { content: answer.content },
      metadata: { stop_reason: 'end_turn' },
    });
  });

  test.each([
    ['AnthropicBedrockMantle', () => createMantleClient(), { service: 'aws-bedrock', region: 'us-west-2' }],
    [
      'Anthropic',
      () => new Anthropic({ apiKey: 'emulator-token', baseURL: `${session.emulator.url}/anthropic` }),
      { provider: 'anthropic' },
    ],
  ])('%s is traced alike', async (_name, create, metadata) => {
    await wrapAnthropic<Anthropic | AnthropicBedrockMantle>(create()).messages.create(request);
    await flush();
    expect(session.collector.span).toMatchObject({ output: { role: 'assistant' }, metadata });
  });
});

describe('tools and tokens', () => {
  const runnable = {
    ...weather,
    run: async ({ city }: { city: string }) => `4 degrees in ${city}`,
    parse: (input: unknown) => input as { city: string },
  };
  const asked = {
    model,
    max_tokens: 500,
    tools: [runnable],
    messages: [{ role: 'user' as const, content: 'The weather in Oslo?' }],
  };

  test.each([false, true])(
    'a tool runner is a task above its model calls and its tools, streamed: %s',
    async (stream) => {
      const runner = wrapAnthropic(createClient()).beta.messages.toolRunner({ ...asked, stream });
      const message = (await runner.runUntilDone()) as { content: unknown };
      await flush();
      const [task, ...children] = session.collector.spans;
      expect(task).toMatchObject({
        name: 'anthropic.beta.messages.toolRunner',
        type: 'task',
        input: { messages: asked.messages },
        output: { content: message.content },
        metadata: { provider: 'anthropic', service: 'aws-bedrock', turns: 2 },
      });
      expect(children).toMatchObject([
        { name: 'anthropic.messages.create', metadata: { stop_reason: 'tool_use' } },
        { name: 'tool: get_weather', type: 'tool', output: expect.stringMatching(/^4 degrees/) as string },
        { name: 'anthropic.messages.create', metadata: { stop_reason: 'end_turn' } },
      ]);
      expect(children.map((child) => child.parentSpanId)).toEqual(children.map(() => task?.spanId));
      expect(children[0]).toMatchObject({ output: { content: [{ type: 'text' }, { type: 'tool_use' }] } });
      expect(children[2]).toMatchObject({ output: { content: message.content } });
      expect(children[2]?.metrics.completion_tokens).toBeGreaterThan(0);
      expect(children[2]?.metrics.time_to_first_token === undefined).toBe(!stream);
    },
  );

  test('a tool that throws fails its span, and the run goes on as it would', async () => {
    const broken = { ...runnable, run: () => Promise.reject(new Error('no weather today')) };
    const runner = wrapAnthropic(createClient()).beta.messages.toolRunner({ ...asked, tools: [broken] });
    await runner.runUntilDone();
    await flush();
    expect(session.collector.spans.find((span) => span.type === 'tool')?.error?.message).toBe(
      'no weather today',
    );
    expect(session.collector.spans[0]).toMatchObject({ error: undefined, metadata: { turns: 2 } });
  });

  test('counting tokens is a span that adds nothing to the totals', async () => {
    const { max_tokens: _, ...countable } = request;
    const { input_tokens } = await wrapAnthropic(createMantleClient()).messages.countTokens(countable);
    await flush();
    expect(session.collector.span).toMatchObject({
      name: 'anthropic.messages.countTokens',
      type: 'function',
      metrics: { counted_input_tokens: input_tokens },
    });
  });
});

describe('what goes wrong', () => {
  test('a refusal is named as Bedrock names it', async () => {
    const client = wrapAnthropic(createClient('throttle=9'));
    client.maxRetries = 0;
    await expect(client.messages.create(request)).rejects.toBeInstanceOf(RateLimitError);
    await flush();
    expect(session.collector.span).toMatchObject({
      error: { type: 'ThrottlingException', status: 429, retryable: true },
      metadata: { request_id: expect.any(String) as string },
      output: undefined,
    });
    expect(session.collector.span.error?.message).toContain('Too many requests');
  });

  test('a retry is an event of the span', async () => {
    await wrapAnthropic(createClient('throttle=1')).messages.create(request);
    await flush();
    expect(session.collector.span.metadata).toMatchObject({ attempts: 2, stop_reason: 'end_turn' });
    expect(session.collector.span.error).toBeUndefined();
    expect(session.collector.span.events).toMatchObject([
      { name: 'retry', attributes: { attempt: 1, error_type: 'ThrottlingException' } },
    ]);
  });

  test.each([
    ['an exception', 'exception-after=5:throttlingException', 'throttlingException'],
    ['a cut connection', 'cut-after=5; tokens-per-second=100', 'TypeError'],
  ])('%s in the stream keeps what had come', async (_name, directives, type) => {
    const stream = await wrapAnthropic(createClient(directives)).messages.create({
      ...request,
      stream: true,
    });
    await expect(readAll(stream)).rejects.toThrow(/Too many requests|terminated/);
    await flush();
    expect(session.collector.span).toMatchObject({
      error: { type },
      output: { content: [{ type: 'text', text: expect.stringMatching(/^The /) as string }] },
      metadata: { partial: true },
    });
  });

  test('leaving a stream early keeps what was read', async () => {
    const stream = await wrapAnthropic(createClient()).messages.create({ ...request, stream: true });
    for await (const event of stream) if (event.type === 'content_block_delta') break;
    await flush();
    expect(session.collector.span).toMatchObject({ metadata: { partial: true }, error: undefined });
    expect(session.collector.span.output).toMatchObject({ content: [{ type: 'text' }] });
  });

  test('aborting a stream marks it as partial', async () => {
    const stream = await wrapAnthropic(createClient('tokens-per-second=20')).messages.create({
      ...request,
      stream: true,
    });
    for await (const event of stream) if (event.type === 'content_block_delta') stream.controller.abort();
    await flush();
    expect(session.collector.span.metadata['partial']).toBe(true);
  });

  test('what the client refuses itself fails the span', async () => {
    const client = wrapAnthropic(createClient());
    expect(() => client.messages.create({ ...request, max_tokens: 1_000_000 })).toThrow(/[Ss]treaming/);
    await flush();
    expect(session.collector.span.error?.message).toMatch(/[Ss]treaming/);
  });

  test('something else is given back as it is', () => {
    const stranger = { messages: {} };
    expect(wrapAnthropic(stranger)).toBe(stranger);
  });
});

describe('the caller notices nothing', () => {
  const cases: Record<string, { directives?: string; ask: (client: AnthropicBedrock) => Promise<unknown> }> =
    {
      'a message': { ask: async (client) => client.messages.create(request) },
      'a stream': {
        ask: async (client) => readAll(await client.messages.create({ ...request, stream: true })),
      },
      'the events of the helper': {
        ask: async (client) => {
          const seen: unknown[] = [];
          const stream = client.messages.stream(request);
          stream.on('streamEvent', (event) => seen.push(structuredClone(event)));
          stream.on('text', (text) => seen.push(text));
          await stream.done();
          return seen;
        },
      },
      'both halves of a tee': {
        ask: async (client) => {
          const [left, right] = (await client.messages.create({ ...request, stream: true })).tee();
          return [await readAll(left), await readAll(right)];
        },
      },
      'a second iteration': {
        ask: async (client) => {
          const stream = await client.messages.create({ ...request, stream: true });
          await readAll(stream);
          return readAll(stream);
        },
      },
      'a refusal': {
        directives: 'status=400:ValidationException',
        ask: async (client) => client.messages.create(request),
      },
      'an exception in the stream': {
        directives: 'exception-after=4:modelStreamErrorException',
        ask: async (client) => readAll(await client.messages.create({ ...request, stream: true })),
      },
      'a cut connection': {
        directives: 'cut-after=4',
        ask: async (client) => client.messages.stream(request).finalMessage(),
      },
      'parameters that are missing': {
        ask: async (client) => client.messages.create(undefined as unknown as typeof request),
      },
    };

  test.each(Object.entries(cases))('%s', async (_name, { directives, ask }) => {
    const plain = await settle(() => ask(createClient(directives)));
    session.emulator.reset();
    const wrapped = await settle(() => ask(wrapAnthropic(createClient(directives))));
    expect(wrapped).toEqual(plain);
  });

  test('the promise is the very one that the client made, and parses nothing until it is asked', async () => {
    const client = createClient();
    const { messages } = client;
    const create = messages.create.bind(messages);
    const made: unknown[] = [];
    messages.create = ((...args: Parameters<typeof create>) => {
      const promise = create(...args);
      made.push(promise);
      return promise;
    }) as typeof messages.create;
    const promise = wrapAnthropic(client).messages.create(request);
    expect(promise).toBe(made[0]);
    const response = await promise.asResponse();
    expect(response.bodyUsed).toBe(false);
    expect((await promise).stop_reason).toBe('end_turn');
  });

  test('frozen parameters and later changes to them do no harm', async () => {
    const messages = [{ role: 'user' as const, content: 'Hello' }];
    const call = wrapAnthropic(createClient()).messages.create(Object.freeze({ ...request, messages }));
    messages[0] = { role: 'user', content: 'changed' };
    await call;
    await flush();
    expect(session.collector.span.input).toMatchObject({ messages: [{ content: 'Hello' }] });
  });

  test('without a logger nothing is recorded and nothing is in the way', async () => {
    runtime.currentLogger = undefined;
    expect(await wrapAnthropic(createClient()).messages.create(request)).toMatchObject({
      stop_reason: 'end_turn',
    });
    await flush();
    expect(session.collector.spans).toEqual([]);
  });

  test('wrapping twice makes one span', async () => {
    const client = createClient();
    await wrapAnthropic(wrapAnthropic(client)).messages.create(request);
    await flush();
    expect(session.collector.span.name).toBe('anthropic.messages.create');
  });
});
