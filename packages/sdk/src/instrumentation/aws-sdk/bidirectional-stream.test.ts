import { EventEmitter, once } from 'node:events';
import {
  BedrockRuntimeClient,
  InvokeModelWithBidirectionalStreamCommand,
  type InvokeModelWithBidirectionalStreamOutput,
} from '@aws-sdk/client-bedrock-runtime';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BedrockSession } from '../../../test/bedrock-session.ts';
import {
  answerTool,
  beginSession,
  decodeSonicEvent,
  encodeSonicEvent,
  endSession,
  sayText,
  speak,
  weatherTool,
  type SonicEvent,
  type SonicInput,
} from '../../../test/sonic-conversation.ts';
import { flush, wrapBedrockRuntime } from '../../index.ts';

const model = 'amazon.nova-sonic-v1:0';
let session: BedrockSession;

beforeEach(async () => {
  session = await BedrockSession.start();
});

afterEach(() => session.close());

function createBareClient(directives?: string): BedrockRuntimeClient {
  return session.createPlainClient({ maxAttempts: 1, ...(directives !== undefined && { directives }) });
}

function createClient(directives?: string): BedrockRuntimeClient {
  return wrapBedrockRuntime(createBareClient(directives));
}

async function* send(events: readonly SonicEvent[]): AsyncGenerator<SonicInput> {
  for (const event of events) {
    await Promise.resolve();
    yield encodeSonicEvent(event);
  }
}

async function readAll(
  body: AsyncIterable<InvokeModelWithBidirectionalStreamOutput> | undefined,
): Promise<SonicEvent[]> {
  const events: SonicEvent[] = [];
  for await (const event of body ?? []) events.push(decodeSonicEvent(event.chunk?.bytes));
  return events;
}

async function converse(client: BedrockRuntimeClient, events: readonly SonicEvent[]): Promise<SonicEvent[]> {
  const { body } = await client.send(
    new InvokeModelWithBidirectionalStreamCommand({ modelId: model, body: send(events) }),
  );
  return readAll(body);
}

const wav = { type: 'attachment', content_type: 'audio/wav' };

describe('a session', () => {
  test('is one span with both sides in turns, their audio, parameters and tokens', async () => {
    const events = await converse(createClient(), [
      ...beginSession(),
      ...speak('Hello there'),
      ...sayText('USER', 'What is the capital of France?'),
      ...endSession(),
    ]);
    await flush();
    const usage = events.findLast((event) => event['usageEvent'])?.['usageEvent'] as {
      totalInputTokens: number;
      totalOutputTokens: number;
      totalTokens: number;
      details: { total: Record<'input' | 'output', { speechTokens: number; textTokens: number }> };
    };
    const { span } = session.collector;
    expect(span).toMatchObject({
      name: 'bedrock.invokeModelWithBidirectionalStream',
      type: 'llm',
      input: {
        messages: [
          { role: 'system', content: [{ text: 'Be brief.' }] },
          {
            role: 'user',
            content: [
              {
                audio: {
                  format: 'wav',
                  sampleRateHertz: 16_000,
                  source: { bytes: { ...wav, byte_length: 44 + 11 } },
                },
              },
              { text: 'What is the capital of France?' },
            ],
          },
        ],
      },
      output: {
        messages: [
          { role: 'user', content: [{ text: 'Hello there' }] },
          {
            role: 'assistant',
            content: [
              { audio: { source: { bytes: wav } } },
              { text: expect.stringMatching(/^Hello! How can I help/) as string },
              { audio: { source: { bytes: wav } } },
              { text: 'The capital of France is Paris.' },
            ],
          },
        ],
      },
      metadata: {
        model,
        region: 'us-east-1',
        maxTokens: 1024,
        topP: 0.9,
        temperature: 0.7,
        stop_reason: 'END_TURN',
        audio_output_configuration: { voiceId: 'matthew' },
      },
      metrics: {
        prompt_tokens: usage.totalInputTokens,
        completion_tokens: usage.totalOutputTokens,
        tokens: usage.totalTokens,
        prompt_speech_tokens: usage.details.total.input.speechTokens,
        prompt_text_tokens: usage.details.total.input.textTokens,
        completion_speech_tokens: usage.details.total.output.speechTokens,
        completion_text_tokens: usage.details.total.output.textTokens,
      },
      error: undefined,
    });
    expect(span.metadata['partial']).toBeUndefined();
    expect(span.metrics.time_to_first_token).toBeGreaterThan(0);
    // The price of speech is not in the catalog, and that of text would be a guess.
    expect(span.metrics.cost_usd).toBeUndefined();
  });

  test('has the tool that was called, and what the caller answered', async () => {
    const answers = new EventEmitter();
    const answered = once(answers, 'answer');
    async function* talk(): AsyncGenerator<SonicInput> {
      yield* send([...beginSession([weatherTool]), ...speak('How is the weather in Oslo?')]);
      const [events] = (await answered) as [SonicEvent[]];
      yield* send([...events, ...endSession()]);
    }
    const { body } = await createClient().send(
      new InvokeModelWithBidirectionalStreamCommand({ modelId: model, body: talk() }),
    );
    for await (const event of body ?? []) {
      const { toolUse } = decodeSonicEvent(event.chunk?.bytes);
      if (toolUse) answers.emit('answer', answerTool(toolUse['toolUseId'], '{"celsius":11}'));
    }
    await flush();
    const { span } = session.collector;
    expect(span.metadata['tools']).toEqual([weatherTool]);
    expect(span.output).toMatchObject({
      messages: [
        { role: 'user', content: [{ text: 'How is the weather in Oslo?' }] },
        {
          role: 'assistant',
          content: [
            {
              toolUse: {
                name: 'get_weather',
                input: { city: 'Oslo' },
                toolUseId: expect.any(String) as string,
              },
            },
            { audio: {} },
            { text: 'Here is what I found: {"celsius":11}' },
          ],
        },
      ],
    });
    const { messages } = span.input as { messages: { role: string; content: unknown[] }[] };
    expect(messages.at(-1)?.content.at(-1)).toMatchObject({ toolResult: { content: { celsius: 11 } } });
  });

  test('that is interrupted says so, and holds the words that were said', async () => {
    const events = await converse(createClient(), [
      ...beginSession(),
      ...speak('Let me interrupt you'),
      ...endSession(),
    ]);
    await flush();
    const planned = events.find((event) => event['textOutput']?.['role'] === 'ASSISTANT')?.['textOutput'];
    const { messages } = session.collector.span.output as {
      messages: { interrupted?: boolean; content: { text?: string }[] }[];
    };
    const said = messages[1]?.content.find(({ text }) => text !== undefined)?.text ?? '';
    expect(messages[1]?.interrupted).toBe(true);
    expect(said.length).toBeGreaterThan(0);
    expect(String(planned?.['content']).startsWith(said)).toBe(true);
    expect(said.length).toBeLessThan(String(planned?.['content']).length);
  });
});

/** What the SDK asks of the caller's iterator, and when it is given. */
async function countSteps(client: BedrockRuntimeClient, events: readonly SonicEvent[]): Promise<string[]> {
  const steps: string[] = [];
  const iterator = send(events);
  const body = {
    [Symbol.asyncIterator]: () => ({
      async next() {
        steps.push('asked');
        const result = await iterator.next();
        steps.push(result.done ? 'done' : 'given');
        return result;
      },
    }),
  };
  const output = await client.send(new InvokeModelWithBidirectionalStreamCommand({ modelId: model, body }));
  await readAll(output.body);
  return steps;
}

async function* broken(): AsyncGenerator<SonicInput> {
  yield* send(beginSession());
  throw new Error('the microphone is gone');
}

async function readError(client: BedrockRuntimeClient): Promise<string> {
  try {
    const { body } = await client.send(
      new InvokeModelWithBidirectionalStreamCommand({ modelId: model, body: broken() }),
    );
    await readAll(body);
    return 'ended';
  } catch (error) {
    return String(error);
  }
}

describe('the caller', () => {
  const events = [...beginSession(), ...speak('Hello there'), ...endSession()];

  test('gets the same events, traced or not, and its own input stays as it was', async () => {
    const bare = await converse(createBareClient(), events);
    const input = Object.freeze({
      modelId: model,
      body: Object.freeze({ [Symbol.asyncIterator]: () => send(events) }),
    });
    const command = new InvokeModelWithBidirectionalStreamCommand(input);
    const { body } = await createClient().send(command);
    expect(await readAll(body)).toEqual(bare);
    expect(command.input.body).toBe(input.body);
    await flush();
  });

  test('is asked for its next event only when the SDK wants it, as often as without tracing', async () => {
    const bare = await countSteps(createBareClient(), events);
    expect(await countSteps(createClient(), events)).toEqual(bare);
    await flush();
  });

  test('has the error of its own input, traced or not', async () => {
    const bare = await readError(createBareClient());
    expect(await readError(createClient())).toBe(bare);
    await flush();
    expect(session.collector.span.input).toMatchObject({ messages: [{ role: 'system' }] });
  });
});

describe('when things go wrong', () => {
  const events = [...beginSession(), ...speak('Hello there'), ...endSession()];

  test('a model that cannot is an error of the call', async () => {
    await expect(
      createClient().send(
        new InvokeModelWithBidirectionalStreamCommand({
          modelId: 'amazon.nova-lite-v1:0',
          body: send(events),
        }),
      ),
    ).rejects.toThrow('unsupported');
    await flush();
    expect(session.collector.span).toMatchObject({
      error: { type: 'ValidationException', status: 400 },
      metadata: { model: 'amazon.nova-lite-v1:0' },
    });
  });

  test('an exception in the stream keeps what had been said', async () => {
    const client = createClient('exception-after=6:modelTimeoutException');
    await expect(converse(client, events)).rejects.toMatchObject({ name: 'ModelTimeoutException' });
    await flush();
    expect(session.collector.span).toMatchObject({
      error: { type: 'ModelTimeoutException' },
      metadata: { partial: true, partial_reason: 'failed' },
      output: { messages: [{ role: 'user', content: [{ text: 'Hello there' }] }] },
    });
  });

  test('a session that is left is partial', async () => {
    const { body } = await createClient().send(
      new InvokeModelWithBidirectionalStreamCommand({ modelId: model, body: send(events) }),
    );
    for await (const event of body ?? []) {
      if (decodeSonicEvent(event.chunk?.bytes)['audioOutput']) break;
    }
    await flush();
    expect(session.collector.span.metadata).toMatchObject({ partial: true, partial_reason: 'left' });
    expect(session.collector.span.output).toMatchObject({
      messages: [{ role: 'user' }, { role: 'assistant' }],
    });
  });

  test('an abort ends the span', async () => {
    const abort = new AbortController();
    const { body } = await createClient('hang-after=4').send(
      new InvokeModelWithBidirectionalStreamCommand({ modelId: model, body: send(events) }),
      { abortSignal: abort.signal },
    );
    const reading = readAll(body).catch(() => undefined);
    abort.abort();
    await reading;
    await flush();
    expect(session.collector.span.metadata['partial']).toBe(true);
  });
});
