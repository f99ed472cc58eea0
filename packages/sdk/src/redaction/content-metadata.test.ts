import { Anthropic } from '@anthropic-ai/sdk';
import {
  AgenticRetrieveStreamCommand,
  BedrockAgentRuntimeClient,
  InvokeAgentCommand,
  InvokeInlineAgentCommand,
  RetrieveCommand,
} from '@aws-sdk/client-bedrock-agent-runtime';
import { BedrockRuntimeClient, ConverseCommand } from '@aws-sdk/client-bedrock-runtime';
import { context, trace } from '@opentelemetry/api';
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { OpenAI } from 'openai';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BedrockSession } from '../../test/bedrock-session.ts';
import {
  flush,
  initLogger,
  startSpan,
  withoutContent,
  wrapAnthropic,
  wrapBedrockRuntime,
  wrapOpenAI,
  type LoggerOptions,
} from '../index.ts';

const secret = 'SECRET-4711';
const model = 'us.amazon.nova-pro-v1:0';

let session: BedrockSession;

beforeEach(async () => {
  session = await BedrockSession.start();
});

afterEach(async () => {
  trace.disable();
  context.disable();
  await session.close();
});

const awsOptions = () => ({
  region: 'us-east-1',
  endpoint: session.emulator.url,
  credentials: { accessKeyId: 'AKIDEMULATOR', secretAccessKey: 'emulator-secret' },
});
const createRuntime = () => wrapBedrockRuntime(new BedrockRuntimeClient(awsOptions()));
const createAgentRuntime = () => wrapBedrockRuntime(new BedrockAgentRuntimeClient(awsOptions()));

async function readAll(stream: AsyncIterable<unknown> | undefined): Promise<void> {
  for await (const _event of stream ?? []) continue;
}

type Mark = <Request>(request: Request) => Request;

/** Requests that say the secret wherever one may say something. */
const asked: Record<string, (mark: Mark) => Promise<unknown>> = {
  Converse: (mark) =>
    createRuntime().send(
      mark(
        new ConverseCommand({
          modelId: model,
          messages: [{ role: 'user', content: [{ text: secret }] }],
          toolConfig: {
            tools: [{ toolSpec: { name: 'look_up', description: secret, inputSchema: { json: {} } } }],
          },
          additionalModelRequestFields: { note: secret },
          promptVariables: { name: { text: secret } },
        }),
      ),
    ),
  'an agent with its steps': async (mark) => {
    const command = new InvokeAgentCommand({
      agentId: 'AGENT12345',
      agentAliasId: 'TSTALIASID',
      sessionId: 's',
      inputText: `How is the weather in ${secret}?`,
      enableTrace: true,
    });
    await readAll((await createAgentRuntime().send(mark(command))).completion);
  },
  'an inline agent': async (mark) => {
    const command = new InvokeInlineAgentCommand({
      sessionId: 's',
      inputText: secret,
      instruction: secret.repeat(5),
      foundationModel: model,
      enableTrace: true,
      agentCollaboration: 'SUPERVISOR',
      collaborators: [{ agentName: 'c', instruction: secret.repeat(5), foundationModel: model }],
      collaboratorConfigurations: [{ collaboratorName: 'c', collaboratorInstruction: secret }],
      knowledgeBases: [{ knowledgeBaseId: 'KB12345678', description: secret }],
    });
    await readAll((await createAgentRuntime().send(mark(command))).completion);
  },
  'a look-up': (mark) =>
    createAgentRuntime().send(
      mark(
        new RetrieveCommand({
          knowledgeBaseId: 'KB12345678',
          retrievalQuery: { text: secret },
          retrievalConfiguration: {
            vectorSearchConfiguration: { filter: { equals: { key: 'name', value: secret } } },
          },
        }),
      ),
    ),
  'an agentic look-up': async (mark) => {
    const command = new AgenticRetrieveStreamCommand({
      messages: [{ role: 'user', content: { text: secret } }],
      retrievers: [{ description: secret }],
      retrievalInstructionConfiguration: { text: secret },
    } as never);
    await readAll((await createAgentRuntime().send(mark(command))).stream);
  },
  Anthropic: (mark) =>
    wrapAnthropic(
      new Anthropic({ apiKey: 'x', baseURL: session.emulator.url, maxRetries: 0 }),
    ).messages.create(
      mark({
        model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
        max_tokens: 10,
        messages: [{ role: 'user', content: secret }],
        metadata: { user_id: secret },
        tools: [{ name: 'look_up', description: secret, input_schema: { type: 'object' } }],
      }),
    ),
  'Chat Completions': (mark) =>
    wrapOpenAI(
      new OpenAI({ apiKey: 'x', baseURL: `${session.emulator.url}/openai/v1`, maxRetries: 0 }),
    ).chat.completions.create(
      mark({
        model: 'openai.gpt-oss-120b-1:0',
        messages: [{ role: 'user', content: secret }],
        prediction: { type: 'content', content: secret },
        response_format: { type: 'json_schema', json_schema: { name: 'answer', description: secret } },
        functions: [{ name: 'f', description: secret }],
        user: secret,
        member_of_tomorrow: secret,
      }),
    ),
  Responses: (mark) =>
    wrapOpenAI(
      new OpenAI({ apiKey: 'x', baseURL: `${session.emulator.url}/openai/v1`, maxRetries: 0 }),
    ).responses.create(
      mark({
        model: 'openai.gpt-oss-120b-1:0',
        input: secret,
        prompt: { id: 'p', variables: { name: secret } },
        text: { format: { type: 'json_schema', name: 'answer', description: secret, schema: {} } },
      }),
    ),
};

async function record(
  ask: (mark: Mark) => Promise<unknown>,
  options: LoggerOptions,
  mark: Mark = (request) => request,
): Promise<string> {
  initLogger({ projectName: 'test', apiKey: 'k', apiUrl: session.collector.url, ...options });
  await ask(mark).catch(() => undefined);
  await flush();
  // What a service says when it refuses a request is for the mask.
  return JSON.stringify(session.collector.spans.map((span) => ({ ...span, error: undefined })));
}

describe.each(Object.entries(asked))('%s', (_name, ask) => {
  test('is recorded with what it asks, but for what a mask hides', async () => {
    expect(await record(ask, {})).toContain(secret);
    session.collector.clear();
    const mask: LoggerOptions['mask'] = (value) =>
      JSON.parse(JSON.stringify(value).replaceAll(secret, '***')) as unknown;
    expect(await record(ask, { mask })).not.toContain(secret);
  });

  test('leaves no content in metadata where none is recorded', async () => {
    const recorded = await record(ask, { recordInput: false, recordOutput: false });
    expect(recorded).not.toContain(secret);
    expect(recorded).toContain('"operation"');
  });

  test('leaves none where it is marked', async () => {
    expect(await record(ask, {}, withoutContent)).not.toContain(secret);
  });

  test('leaves none in the app’s own OpenTelemetry', async () => {
    const exporter = new InMemorySpanExporter();
    new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }).register();
    await record(ask, { emitTo: 'opentelemetry' });
    const attributes = exporter.getFinishedSpans().map((span) => span.attributes);
    expect(attributes.length).toBeGreaterThan(0);
    expect(JSON.stringify(attributes)).not.toContain(secret);
  });
});

describe('metadata', () => {
  test('of an agent’s steps keeps its facts', async () => {
    const { 'an agent with its steps': ask } = asked;
    await record(ask ?? (() => Promise.resolve()), { recordOutput: false });
    const steps = session.collector.spans.filter((span) => span.parentSpanId);
    expect(steps.map((span) => span.metadata)).toContainEqual(
      expect.objectContaining({ model: expect.any(String) as string, provider: 'aws-bedrock' }),
    );
    const call = session.collector.spans.find((span) => span.name === 'bedrock.invokeAgent');
    expect(call?.metadata).toMatchObject({ agent_id: 'AGENT12345', enable_trace: true });
  });

  test('of a request stays where only the answer is left out, and of the answer nowhere', async () => {
    const { Converse: ask } = asked;
    await record(ask ?? (() => Promise.resolve()), { recordOutput: false });
    expect(session.collector.span.metadata).toMatchObject({ tools: expect.anything() as unknown });
    session.collector.clear();
    await record(ask ?? (() => Promise.resolve()), { recordInput: false });
    expect(session.collector.span.metadata).not.toHaveProperty('tools');
    expect(session.collector.span.output).toBeDefined();
  });

  test('that the app gives its own spans is the app’s', async () => {
    initLogger({ projectName: 'test', apiKey: 'k', apiUrl: session.collector.url, recordInput: false });
    startSpan('work', { event: { input: secret, metadata: { customer: 'c-1' } } }).end();
    await flush();
    expect(session.collector.span).toMatchObject({ input: undefined, metadata: { customer: 'c-1' } });
  });
});
