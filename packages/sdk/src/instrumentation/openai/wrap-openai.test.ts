import { OpenAI } from 'openai';
import { BedrockOpenAI } from 'openai/bedrock';
import { bedrock } from 'openai/providers/bedrock';
import type { RunnableToolFunctionWithParse } from 'openai/lib/RunnableFunction';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BedrockSession } from '../../../test/bedrock-session.ts';
import { flush, wrapOpenAI } from '../../index.ts';

const model = 'openai.gpt-oss-120b-1:0';
const question = 'What is the capital of France?';
const chat = { model, messages: [{ role: 'user' as const, content: question }] };
const response = { model, input: question, instructions: 'Be brief.' };
const schema = {
  type: 'object' as const,
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
};
const weather = {
  name: 'get_weather',
  description: 'The weather of a city',
  parameters: schema,
  strict: true,
};

let session: BedrockSession;

beforeEach(async () => {
  session = await BedrockSession.start();
});

afterEach(() => session.close());

function createClient(directives = ''): OpenAI {
  return new OpenAI({
    apiKey: 'emulator-token',
    baseURL: `${session.emulator.url}/openai/v1`,
    defaultHeaders: directives ? { 'x-outcrop-emulator': directives } : {},
  });
}

async function readAll<Event>(stream: AsyncIterable<Event>): Promise<Event[]> {
  const events: Event[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

function parseObject(text: string): object {
  return JSON.parse(text) as object;
}

function makeTool(run: () => unknown): RunnableToolFunctionWithParse<object> {
  return { type: 'function', function: { ...weather, parse: parseObject, function: run } };
}

/** As the client's helpers for schema libraries make them. */
function makeParsedTool(run: () => unknown): RunnableToolFunctionWithParse<object> {
  const tool = { type: 'function', function: weather };
  return Object.defineProperties(tool, {
    $brand: { value: 'auto-parseable-tool' },
    $callback: { value: run },
    $parseRaw: { value: JSON.parse },
  }) as unknown as RunnableToolFunctionWithParse<object>;
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

describe('a chat completion', () => {
  test('is a span with everything that was asked and answered', async () => {
    const completion = await wrapOpenAI(
      new BedrockOpenAI({ apiKey: 'emulator-token', baseURL: `${session.emulator.url}/v1` }),
    ).chat.completions.create({ ...chat, max_completion_tokens: 500, temperature: 0.2, stop: ['END'] });
    await flush();
    expect(session.collector.span).toMatchObject({
      name: 'openai.chat.completions.create',
      type: 'llm',
      input: { messages: chat.messages },
      output: JSON.parse(JSON.stringify(completion)) as object,
      metadata: {
        provider: 'openai',
        service: 'aws-bedrock',
        operation: 'chat.completions.create',
        model,
        max_completion_tokens: 500,
        maxTokens: 500,
        temperature: 0.2,
        stop: ['END'],
        stopSequences: ['END'],
        stop_reason: 'stop',
        request_id: expect.any(String) as string,
      },
      metrics: {
        prompt_tokens: completion.usage?.prompt_tokens,
        completion_tokens: completion.usage?.completion_tokens,
        tokens: completion.usage?.total_tokens,
        cost_usd: expect.any(Number) as number,
      },
      attributes: { 'gen_ai.provider.name': 'aws.bedrock' },
    });
  });

  test('gives the same span streamed, tool calls put together', async () => {
    const asked = {
      model,
      messages: [{ role: 'user' as const, content: 'The weather in Oslo?' }],
      tools: [{ type: 'function' as const, function: weather }],
      tool_choice: 'auto' as const,
    };
    const client = wrapOpenAI(createClient());
    await client.chat.completions.create(asked);
    await readAll(
      await client.chat.completions.create({
        ...asked,
        stream: true,
        stream_options: { include_usage: true },
      }),
    );
    await flush();
    const [whole, streamed] = session.collector.spans;
    expect(streamed?.output).toEqual(whole?.output);
    expect(streamed?.metadata).toMatchObject({ stop_reason: 'tool_calls', tools: asked.tools });
    expect(streamed?.metrics).toEqual({
      ...whole?.metrics,
      time_to_first_token: expect.any(Number) as number,
    });
  });

  test('counts cached and reasoning tokens apart', async () => {
    const asked = { ...chat, prompt_cache_key: 'france', reasoning_effort: 'low' as const };
    const client = wrapOpenAI(createClient());
    await client.chat.completions.create(asked);
    const { usage } = await client.chat.completions.create(asked);
    await flush();
    expect(usage?.prompt_tokens_details?.cached_tokens).toBeGreaterThan(0);
    expect(session.collector.spans[1]?.metrics).toMatchObject({
      prompt_tokens: 0,
      prompt_cached_tokens: usage?.prompt_tokens,
      completion_reasoning_tokens: usage?.completion_tokens_details?.reasoning_tokens,
      tokens: usage?.total_tokens,
    });
  });
});

describe('a response', () => {
  test('is a span with everything that was asked and answered', async () => {
    const client = new OpenAI({
      provider: bedrock({
        region: 'us-west-2',
        baseURL: `${session.emulator.url}/openai/v1`,
        apiKey: 'emulator-token',
      }),
    });
    const answer = await wrapOpenAI(client).responses.create({
      ...response,
      max_output_tokens: 500,
      reasoning: { effort: 'low' },
    });
    await flush();
    expect(session.collector.span).toMatchObject({
      name: 'openai.responses.create',
      type: 'llm',
      input: { input: question, instructions: 'Be brief.' },
      output: { id: answer.id, output: answer.output },
      metadata: {
        provider: 'openai',
        service: 'aws-bedrock',
        model,
        maxTokens: 500,
        reasoning: { effort: 'low' },
        stop_reason: 'completed',
      },
      metrics: {
        prompt_tokens: answer.usage?.input_tokens,
        completion_reasoning_tokens: answer.usage?.output_tokens_details.reasoning_tokens,
        cost_usd: expect.any(Number) as number,
      },
    });
  });

  test('gives the same span streamed', async () => {
    const asked = { ...response, tools: [{ type: 'function' as const, ...weather }] };
    const client = wrapOpenAI(createClient());
    await client.responses.create(asked);
    await readAll(await client.responses.create({ ...asked, stream: true }));
    await flush();
    const [whole, streamed] = session.collector.spans;
    // The client adds `output_text` to a whole answer, and to none that streams.
    expect({ ...(streamed?.output as object), output_text: expect.any(String) as string }).toEqual(
      whole?.output,
    );
    expect(streamed?.metrics).toEqual({
      ...whole?.metrics,
      time_to_first_token: expect.any(Number) as number,
    });
  });

  test('that was cut says why', async () => {
    await wrapOpenAI(createClient()).responses.create({ ...response, max_output_tokens: 3 });
    await flush();
    expect(session.collector.span.metadata['stop_reason']).toBe('max_output_tokens');
  });

  test('that is left early keeps what was read', async () => {
    const asked = { ...response, reasoning: { effort: 'low' as const } };
    const stream = await wrapOpenAI(createClient()).responses.create({ ...asked, stream: true });
    let text = '';
    for await (const event of stream) {
      if (event.type !== 'response.output_text.delta') continue;
      text += event.delta;
      if (text.length > 12) break;
    }
    await flush();
    expect(session.collector.span).toMatchObject({
      metadata: { partial: true },
      output: {
        output: [{ type: 'reasoning' }, { type: 'message', content: [{ type: 'output_text', text }] }],
      },
    });
  });
});

describe('every way to ask', () => {
  const format = { type: 'json_schema' as const, name: 'place', schema, strict: true };
  const ways: Record<string, [span: string, ask: (client: OpenAI) => Promise<unknown>]> = {
    'chat.completions.stream': [
      'openai.chat.completions.create',
      (client) => client.chat.completions.stream(chat).finalChatCompletion(),
    ],
    'chat.completions.parse': [
      'openai.chat.completions.create',
      (client) =>
        client.chat.completions.parse({
          ...chat,
          response_format: { type: 'json_schema', json_schema: { name: 'place', schema, strict: true } },
        }),
    ],
    'chat withResponse': [
      'openai.chat.completions.create',
      async (client) => (await client.chat.completions.create(chat).withResponse()).data,
    ],
    'chat asResponse': [
      'openai.chat.completions.create',
      async (client) => (await client.chat.completions.create(chat).asResponse()).json(),
    ],
    'responses.stream': [
      'openai.responses.create',
      (client) => client.responses.stream(response).finalResponse(),
    ],
    'responses.parse': [
      'openai.responses.create',
      (client) => client.responses.parse({ ...response, text: { format } }),
    ],
  };

  test.each(Object.entries(ways))('%s is one span', async (_way, [name, ask]) => {
    const { id } = (await ask(wrapOpenAI(createClient()))) as { id: string };
    await flush();
    expect(session.collector.span).toMatchObject({ name, output: { id } });
    expect(session.collector.span.metadata['partial']).toBeUndefined();
  });
});

describe('tools', () => {
  const messages = [{ role: 'user' as const, content: 'The weather in Oslo?' }];

  test.each([
    ['a function', false, makeTool],
    ['a function', true, makeTool],
    ['a tool of a helper', false, makeParsedTool],
  ])('a run of %s is a task above its model calls and tools, streamed: %s', async (_name, stream, make) => {
    const { completions } = wrapOpenAI(createClient()).chat;
    const tools = [make(() => '4 degrees')];
    const options = { model, messages, tools };
    const runner = stream
      ? completions.runTools({ ...options, stream: true, stream_options: { include_usage: true } })
      : completions.runTools(options);
    expect(await runner.finalContent()).toContain('4 degrees');
    await flush();
    const [task, ...children] = session.collector.spans;
    expect(task).toMatchObject({
      name: 'openai.chat.completions.runTools',
      type: 'task',
      input: { messages },
      output: { choices: [{ message: { content: expect.stringContaining('4 degrees') as string } }] },
      metadata: { provider: 'openai', model, turns: 2 },
    });
    expect(children).toMatchObject([
      { name: 'openai.chat.completions.create', metadata: { stop_reason: 'tool_calls' } },
      { name: 'tool: get_weather', type: 'tool', input: { city: 'Oslo' }, output: '4 degrees' },
      { name: 'openai.chat.completions.create', metadata: { stop_reason: 'stop' } },
    ]);
    expect(children.map((child) => child.parentSpanId)).toEqual(children.map(() => task?.spanId));
  });

  test('a tool that throws fails its span and the run, as it would', async () => {
    const tools = [makeTool(() => Promise.reject(new Error('no weather today')))];
    const runner = wrapOpenAI(createClient()).chat.completions.runTools({ model, messages, tools });
    await expect(runner.done()).rejects.toThrow('no weather today');
    await flush();
    const [task, , tool] = session.collector.spans;
    expect([task, tool].map((span) => span?.error?.message)).toEqual([
      'no weather today',
      'no weather today',
    ]);
    expect(task?.metadata['turns']).toBe(1);
  });

  test('a tool without a name goes by that of its function', async () => {
    const names: string[] = [];
    const { name: _, ...nameless } = weather;
    const runner = wrapOpenAI(createClient()).chat.completions.runTools({
      model,
      messages,
      tools: [
        {
          type: 'function',
          function: {
            ...nameless,
            function: function get_weather() {
              names.push('ran');
              return '4 degrees';
            },
          },
        },
      ],
    });
    await runner.done();
    await flush();
    expect(names).toEqual(['ran']);
    expect(session.collector.spans.map((span) => span.name)).toContain('tool: get_weather');
  });
});

describe('what goes wrong', () => {
  test('a refusal is named as the service names it', async () => {
    await expect(
      wrapOpenAI(createClient('status=400:ValidationException:no%20such%20thing')).responses.create(response),
    ).rejects.toThrow('no such thing');
    await flush();
    expect(session.collector.span.error).toMatchObject({
      type: 'invalid_request_error',
      status: 400,
      retryable: false,
    });
  });

  test('a retry is an event of the span', async () => {
    await wrapOpenAI(createClient('throttle=1')).chat.completions.create(chat);
    await flush();
    expect(session.collector.span.metadata).toMatchObject({ attempts: 2, stop_reason: 'stop' });
    expect(session.collector.span.events).toMatchObject([
      { name: 'retry', attributes: { attempt: 1, error_type: 'APIError' } },
    ]);
  });

  test('an error in the stream keeps what had come', async () => {
    const client = wrapOpenAI(createClient('exception-after=3:serviceUnavailableException'));
    const stream = await client.chat.completions.create({ ...chat, stream: true });
    await expect(readAll(stream)).rejects.toThrow('Bedrock is unable to process your request.');
    await flush();
    expect(session.collector.span).toMatchObject({
      error: { type: 'server_error' },
      metadata: { partial: true },
      output: { choices: [{ message: { content: expect.stringMatching(/^The /) as string } }] },
    });
  });

  test('something else is given back as it is', () => {
    const stranger = {};
    expect(wrapOpenAI(stranger)).toBe(stranger);
  });
});

describe('the caller notices nothing', () => {
  const cases: Record<string, { directives?: string; ask: (client: OpenAI) => Promise<unknown> }> = {
    'a completion': { ask: async (client) => client.chat.completions.create(chat) },
    chunks: {
      ask: async (client) => readAll(await client.chat.completions.create({ ...chat, stream: true })),
    },
    'a response': { ask: async (client) => client.responses.create(response) },
    events: { ask: async (client) => readAll(await client.responses.create({ ...response, stream: true })) },
    'events of the helper': { ask: async (client) => readAll(client.responses.stream(response)) },
    'a refusal': {
      directives: 'status=403:AccessDeniedException',
      ask: async (client) => client.responses.create(response),
    },
    'an error in the stream': {
      directives: 'exception-after=4:throttlingException',
      ask: async (client) => readAll(await client.responses.create({ ...response, stream: true })),
    },
    'parameters that are missing': {
      ask: async (client) => client.responses.create(undefined as unknown as typeof response),
    },
  };

  test.each(Object.entries(cases))('%s', async (_name, { directives, ask }) => {
    const plain = await settle(() => ask(createClient(directives)));
    session.emulator.reset();
    const wrapped = await settle(() => ask(wrapOpenAI(createClient(directives))));
    expect(wrapped).toEqual(plain);
  });
});
