import { createRequire } from 'node:module';
import {
  AgenticRetrieveStreamCommand,
  BedrockAgentRuntime,
  BedrockAgentRuntimeClient,
  GenerateQueryCommand,
  GetSessionCommand,
  InvokeAgentCommand,
  InvokeFlowCommand,
  InvokeInlineAgentCommand,
  OptimizePromptCommand,
  RerankCommand,
  RetrieveAndGenerateCommand,
  RetrieveAndGenerateStreamCommand,
  RetrieveCommand,
  type InvokeAgentCommandInput,
  type ResponseStream,
} from '@aws-sdk/client-bedrock-agent-runtime';
import { defaultCredentials } from '@outcrop/emulator';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addDirectives, BedrockSession } from '../../../test/bedrock-session.ts';
import type { CollectedSpan } from '../../../test/collector.ts';
import { flush, traced, wrapBedrockRuntime } from '../../index.ts';
import { hookModuleLoading } from '../hook-module-loading.ts';

let session: BedrockSession;

beforeEach(async () => {
  session = await BedrockSession.start();
});

afterEach(() => session.close());

function createBareClient(directives?: string): BedrockAgentRuntimeClient {
  const client = new BedrockAgentRuntimeClient({
    region: 'us-east-1',
    endpoint: session.emulator.url,
    credentials: defaultCredentials,
    maxAttempts: 1,
  });
  if (directives !== undefined) addDirectives(client, directives);
  return client;
}

function createClient(directives?: string): BedrockAgentRuntimeClient {
  return wrapBedrockRuntime(createBareClient(directives));
}

function agentCall(inputText: string, options: Partial<InvokeAgentCommandInput> = {}): InvokeAgentCommand {
  return new InvokeAgentCommand({
    agentId: 'AGENT12345',
    agentAliasId: 'TSTALIASID',
    sessionId: 'session-1',
    inputText,
    enableTrace: true,
    ...options,
  });
}

async function readAll<Event>(stream: AsyncIterable<Event> | undefined): Promise<Event[]> {
  const events: Event[] = [];
  for await (const event of stream ?? []) events.push(event);
  return events;
}

async function askAgent(
  inputText: string,
  options: Partial<InvokeAgentCommandInput> = {},
): Promise<ResponseStream[]> {
  const { completion } = await createClient().send(agentCall(inputText, options));
  const events = await readAll(completion);
  await flush();
  return events;
}

function findSpan(name: string): CollectedSpan {
  const found = session.collector.spans.find((span) => span.name === name);
  if (!found)
    throw new Error(`no span ${name} among ${session.collector.spans.map((span) => span.name).join(', ')}`);
  return found;
}

function childrenOf(parent: CollectedSpan): CollectedSpan[] {
  return session.collector.spans.filter((span) => span.parentSpanId === parent.spanId);
}

describe('an agent', () => {
  test('is a task with what was asked and answered', async () => {
    const events = await askAgent('Search the documents about warranty', { memoryId: 'm-1' });
    const chunk = events.find((event) => event.chunk)?.chunk;
    const span = findSpan('bedrock.invokeAgent');
    expect(span).toMatchObject({
      type: 'task',
      parentSpanId: undefined,
      input: { inputText: 'Search the documents about warranty' },
      output: {
        text: Buffer.from(chunk?.bytes ?? []).toString(),
        citations: [{ retrievedReferences: [{ location: { type: 'S3' } }] }],
      },
      metadata: {
        provider: 'aws-bedrock',
        command: 'InvokeAgentCommand',
        operation: 'invokeAgent',
        region: 'us-east-1',
        agent_id: 'AGENT12345',
        agent_alias_id: 'TSTALIASID',
        session_id: 'session-1',
        memory_id: 'm-1',
        enable_trace: true,
        request_id: expect.any(String) as string,
      },
      error: undefined,
    });
    expect(span.metadata['partial']).toBeUndefined();
    expect(span.metrics.time_to_first_token).toBeGreaterThan(0);
    // The tokens are the model calls' own: a sum over the trace must not count them twice.
    expect(span.metrics.tokens).toBeUndefined();
  });

  test("has its model's calls as children, with tokens, cost and their own times", async () => {
    const events = await askAgent('How is the weather in Oslo?');
    const parent = findSpan('bedrock.invokeAgent');
    const children = childrenOf(parent);
    expect(children.map(({ name, type }) => [name, type])).toEqual([
      ['bedrock.agent.guardrail', 'function'],
      ['bedrock.agent.preProcessing', 'llm'],
      ['bedrock.agent.orchestration', 'llm'],
      ['get_weather', 'tool'],
      ['bedrock.agent.orchestration', 'llm'],
    ]);
    const outputs = events.flatMap(
      (event) => event.trace?.trace?.orchestrationTrace?.modelInvocationOutput ?? [],
    );
    const [first, second] = children.filter(({ name }) => name === 'bedrock.agent.orchestration');
    expect(first).toMatchObject({
      input: { system: expect.stringContaining('hardware shop') as string, messages: [{ role: 'user' }] },
      output: { type: 'message', stop_reason: 'tool_use' },
      metadata: {
        provider: 'aws-bedrock',
        model: 'anthropic.claude-3-haiku-20240307-v1:0',
        region: 'us-east-1',
        prompt_type: 'ORCHESTRATION',
        maxTokens: 2048,
        temperature: 0,
        stop_reason: 'tool_use',
        rationale: 'I need get_weather for this.',
      },
      metrics: {
        prompt_tokens: outputs[0]?.metadata?.usage?.inputTokens,
        completion_tokens: outputs[0]?.metadata?.usage?.outputTokens,
        latency_ms: outputs[0]?.metadata?.totalTimeMs,
      },
    });
    expect(first?.metrics.cost_usd).toBeGreaterThan(0);
    expect(first?.attributes['gen_ai.usage.input_tokens']).toBe(first?.metrics.prompt_tokens);
    // The trace's own times, in milliseconds.
    const { startTime, endTime } = outputs[0]?.metadata ?? {};
    expect((first?.endTime ?? 0) - (first?.startTime ?? 0)).toBe(
      (Number(endTime) - Number(startTime)) * 1000,
    );
    expect(second?.startTime).toBeGreaterThanOrEqual(first?.endTime ?? Number.POSITIVE_INFINITY);
    expect(new Set(session.collector.spans.map(({ traceId }) => traceId)).size).toBe(1);
  });

  test('has its tools and guardrail as children, with what went in and came out', async () => {
    await askAgent('How is the weather in Oslo?');
    expect(findSpan('get_weather')).toMatchObject({
      type: 'tool',
      input: { parameters: [{ name: 'city', type: 'string', value: 'Oslo' }] },
      output: { city: 'Oslo', result: 'done' },
      metadata: { action_group: 'weather', function: 'get_weather', execution_type: 'LAMBDA' },
    });
    expect(findSpan('bedrock.agent.guardrail')).toMatchObject({
      output: { action: 'NONE', inputAssessments: [{}] },
      metadata: { action: 'NONE' },
    });
  });

  test('has its look-ups as children, with query and references', async () => {
    await askAgent('Search the documents about warranty');
    expect(findSpan('bedrock.agent.retrieve')).toMatchObject({
      type: 'tool',
      input: { text: 'Search the documents about warranty' },
      output: {
        retrievedReferences: [
          { content: { text: expect.stringContaining('three years') as string }, location: { type: 'S3' } },
          {},
        ],
      },
      metadata: { knowledge_base_id: 'EMULATORKB' },
    });
  });

  test('has the agents it calls as children, with their own work below them', async () => {
    await askAgent('Where is my invoice 7?');
    const collaborator = findSpan('billing');
    expect(collaborator).toMatchObject({
      type: 'task',
      parentSpanId: findSpan('bedrock.invokeAgent').spanId,
      input: { type: 'TEXT', text: 'Where is my invoice 7?' },
      output: { type: 'TEXT', text: expect.stringContaining('done') as string },
    });
    expect(childrenOf(collaborator).map(({ name }) => name)).toEqual([
      'bedrock.agent.orchestration',
      'find_invoice',
      'bedrock.agent.orchestration',
    ]);
    const [model] = childrenOf(collaborator);
    expect(model?.metadata['model']).toBe('amazon.nova-lite-v1:0');
    expect(model?.output).toMatchObject({ output: { message: { role: 'assistant' } } });
    expect(model?.metrics.cost_usd).toBeGreaterThan(0);
  });

  test('that returns control says for which call, and needs no observation of it', async () => {
    const [event] = (await askAgent('Please cancel order 9')).slice(-1);
    expect(findSpan('bedrock.invokeAgent')).toMatchObject({
      output: { returnControl: { invocationId: event?.returnControl?.invocationId } },
      error: undefined,
    });
    expect(findSpan('bedrock.invokeAgent').metadata['partial']).toBeUndefined();
    const call = findSpan('cancel_order');
    expect(call.metadata).toMatchObject({ execution_type: 'RETURN_CONTROL' });
    expect(call.metadata['partial']).toBeUndefined();
  });

  test('sends every span once, and children inside their parent', async () => {
    await askAgent('Where is my invoice 7?');
    const sent = session.collector.requests.flatMap(({ spans }) => spans);
    expect(sent).toHaveLength(session.collector.spans.length);
    const parent = findSpan('bedrock.invokeAgent');
    expect(Math.min(...session.collector.spans.map(({ startTime }) => startTime))).toBe(parent.startTime);
    for (const span of sent) expect(span.endTime).toBeGreaterThanOrEqual(span.startTime);
  });

  test('is the child of the active span', async () => {
    const client = createClient();
    await traced(async () => readAll((await client.send(agentCall('Hi'))).completion), { name: 'app' });
    await flush();
    expect(findSpan('bedrock.invokeAgent').parentSpanId).toBe(findSpan('app').spanId);
  });

  test('whose answer is streamed gives the same text', async () => {
    await askAgent('Grüße – what can you do?', { enableTrace: false });
    const whole = session.collector.span.output;
    session.collector.clear();
    const events = await askAgent('Grüße – what can you do?', {
      enableTrace: false,
      streamingConfigurations: { streamFinalResponse: true },
    });
    expect(events.length).toBeGreaterThan(3);
    expect(session.collector.span.output).toEqual(whole);
  });
});

describe('when things go wrong', () => {
  test('a call that is refused has the error and no children', async () => {
    await expect(createClient().send(agentCall('Hi', { agentId: 'no agent' }))).rejects.toThrow(
      "doesn't exist",
    );
    await flush();
    expect(session.collector.span).toMatchObject({
      name: 'bedrock.invokeAgent',
      error: { type: 'ResourceNotFoundException', status: 404, retryable: false },
    });
  });

  test('an exception in the stream keeps the work that had arrived, the failed step with its reason', async () => {
    const { completion } = await createClient().send(agentCall('Please fail'));
    await expect(readAll(completion)).rejects.toMatchObject({ name: 'DependencyFailedException' });
    await flush();
    expect(findSpan('bedrock.invokeAgent')).toMatchObject({
      error: { type: 'DependencyFailedException' },
      metadata: { partial: true },
    });
    expect(findSpan('bedrock.agent.orchestration').error).toEqual({
      type: 'AgentFailure',
      message: 'The emulated dependency failed as the prompt asked.',
      status: 424,
    });
  });

  test.each([
    ['badGatewayException', 'BadGatewayException'],
    ['throttlingException', 'ThrottlingException'],
    ['accessDeniedException', 'AccessDeniedException'],
  ])('%s in the stream is the error of the call', async (member, type) => {
    const { completion } = await createClient(`exception-after=4:${member}`).send(
      agentCall('How is the weather?'),
    );
    await expect(readAll(completion)).rejects.toMatchObject({ name: type });
    await flush();
    expect(findSpan('bedrock.invokeAgent').error?.type).toBe(type);
    // Its output had not come.
    const open = session.collector.spans.filter(({ metadata }) => metadata['partial']);
    expect(open.map(({ name }) => name)).toEqual(['bedrock.invokeAgent', 'bedrock.agent.orchestration']);
  });

  test('a reader that leaves early has what it saw', async () => {
    const { completion } = await createClient().send(agentCall('How is the weather in Oslo?'));
    for await (const event of completion ?? []) {
      if (event.trace?.trace?.orchestrationTrace?.invocationInput) break;
    }
    await flush();
    expect(findSpan('bedrock.invokeAgent').metadata).toMatchObject({ partial: true, partial_reason: 'left' });
    expect(childrenOf(findSpan('bedrock.invokeAgent')).map(({ name }) => name)).toEqual([
      'bedrock.agent.guardrail',
      'bedrock.agent.preProcessing',
      'bedrock.agent.orchestration',
      'get_weather',
    ]);
    expect(findSpan('get_weather').metadata['partial']).toBe(true);
  });

  test('an aborted call is partial', async () => {
    const abort = new AbortController();
    const { completion } = await createClient('hang-after=2').send(agentCall('Hi'), {
      abortSignal: abort.signal,
    });
    const reading = readAll(completion).catch(() => undefined);
    abort.abort();
    await reading;
    await flush();
    expect(findSpan('bedrock.invokeAgent').metadata['partial']).toBe(true);
  });

  test('the caller sees the same events, traced or not', async () => {
    const events = await Promise.all(
      [createBareClient(), createClient()].map(async (client) =>
        readAll((await client.send(agentCall('Where is my invoice 7?'))).completion),
      ),
    );
    await flush();
    const [bare, observed] = events.map((list) =>
      JSON.stringify(list)
        .replaceAll(/"\d{4}-\d\d-\d\dT[^"]+"/g, '"time"')
        .replaceAll(/"totalTimeMs":\d+/g, '"totalTimeMs":0'),
    );
    expect(observed).toBe(bare);
  });
});

test("an inline agent's model calls cost what its model costs, and its functions are tools", async () => {
  const { completion } = await createClient().send(
    new InvokeInlineAgentCommand({
      foundationModel: 'us.amazon.nova-pro-v1:0',
      instruction: 'You convert amounts of money between currencies for travellers.',
      sessionId: 'inline-1',
      inputText: 'Convert 5 euro',
      enableTrace: true,
      actionGroups: [{ actionGroupName: 'money', functionSchema: { functions: [{ name: 'convert' }] } }],
    }),
  );
  await readAll(completion);
  await flush();
  const span = findSpan('bedrock.invokeInlineAgent');
  expect(span).toMatchObject({
    type: 'task',
    input: { inputText: 'Convert 5 euro', instruction: expect.any(String) as string },
    metadata: {
      model: 'us.amazon.nova-pro-v1:0',
      session_id: 'inline-1',
      tools: [{ actionGroupName: 'money' }],
    },
  });
  expect(childrenOf(span).map(({ name }) => name)).toEqual([
    'bedrock.agent.orchestration',
    'convert',
    'bedrock.agent.orchestration',
  ]);
  expect(childrenOf(span)[0]?.metrics.cost_usd).toBeGreaterThan(0);
});

test("a flow's nodes are tasks, with the model calls and agents inside them", async () => {
  const { responseStream, executionId } = await createClient().send(
    new InvokeFlowCommand({
      flowIdentifier: 'FLOW123456',
      flowAliasIdentifier: 'LIVE',
      enableTrace: true,
      inputs: [
        { nodeName: 'FlowInput', nodeOutputName: 'document', content: { document: 'weather in Oslo' } },
      ],
    }),
  );
  await readAll(responseStream);
  await flush();
  const span = findSpan('bedrock.invokeFlow');
  expect(span).toMatchObject({
    type: 'task',
    input: { inputs: [{ content: { document: 'weather in Oslo' } }] },
    output: {
      outputs: [{ nodeName: 'FlowOutput', content: { document: expect.stringContaining('Oslo') as string } }],
    },
    metadata: {
      flow_id: 'FLOW123456',
      flow_alias_id: 'LIVE',
      execution_id: executionId,
      stop_reason: 'SUCCESS',
    },
  });
  expect(childrenOf(span).map(({ name, type }) => [name, type])).toEqual([
    ['FlowInput', 'task'],
    ['Prompt', 'task'],
    ['Agent', 'task'],
    ['FlowOutput', 'task'],
  ]);
  expect(childrenOf(findSpan('Prompt'))).toMatchObject([
    {
      name: 'Bedrock.Converse',
      type: 'llm',
      input: { messages: [{ content: [{ text: 'weather in Oslo' }] }] },
      metadata: { model: 'amazon.nova-lite-v1:0', stop_reason: 'end_turn' },
      metrics: { cost_usd: expect.any(Number) as number },
    },
  ]);
  expect(childrenOf(findSpan('Agent')).map(({ name }) => name)).toContain('get_weather');
});

describe('knowledge bases', () => {
  const generation = {
    input: { text: 'How long is the warranty?' },
    retrieveAndGenerateConfiguration: {
      type: 'KNOWLEDGE_BASE' as const,
      knowledgeBaseConfiguration: {
        knowledgeBaseId: 'KB12345678',
        modelArn: 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0',
      },
    },
  };

  test('Retrieve is a tool with the query and what was found', async () => {
    const output = await createClient().send(
      new RetrieveCommand({ knowledgeBaseId: 'KB12345678', retrievalQuery: { text: 'warranty' } }),
    );
    await flush();
    expect(session.collector.span).toMatchObject({
      name: 'bedrock.retrieve',
      type: 'tool',
      input: { text: 'warranty' },
      output: { retrievalResults: output.retrievalResults },
      metadata: { knowledge_base_id: 'KB12345678' },
    });
  });

  test('RetrieveAndGenerate and its stream give the same output', async () => {
    await createClient().send(new RetrieveAndGenerateCommand(generation));
    await flush();
    const whole = session.collector.span;
    expect(whole).toMatchObject({
      name: 'bedrock.retrieveAndGenerate',
      type: 'task',
      input: { text: 'How long is the warranty?' },
      metadata: {
        model: 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0',
        knowledge_base_id: 'KB12345678',
        guardrail_action: 'NONE',
      },
    });
    session.collector.clear();
    const { stream, sessionId } = await createClient().send(new RetrieveAndGenerateStreamCommand(generation));
    await readAll(stream);
    await flush();
    expect(session.collector.span).toMatchObject({
      name: 'bedrock.retrieveAndGenerateStream',
      output: whole.output as object,
      metadata: { session_id: sessionId, guardrail_action: 'NONE' },
    });
    expect(session.collector.span.metrics.time_to_first_token).toBeGreaterThan(0);
  });

  test('Rerank is a tool with its model', async () => {
    const sources = ['black coffee', 'green tea leaves'].map((text) => ({
      type: 'INLINE' as const,
      inlineDocumentSource: { type: 'TEXT' as const, textDocument: { text } },
    }));
    const queries = [{ type: 'TEXT' as const, textQuery: { text: 'green tea' } }];
    const modelArn = 'arn:aws:bedrock:us-east-1::foundation-model/cohere.rerank-v3-5:0';
    await createClient().send(
      new RerankCommand({
        queries,
        sources,
        rerankingConfiguration: {
          type: 'BEDROCK_RERANKING_MODEL',
          bedrockRerankingConfiguration: { modelConfiguration: { modelArn } },
        },
      }),
    );
    await flush();
    expect(session.collector.span).toMatchObject({
      name: 'bedrock.rerank',
      type: 'tool',
      input: { queries, sources },
      output: { results: [{ index: 1 }, { index: 0 }] },
      metadata: { model: modelArn },
    });
  });

  test('AgenticRetrieveStream has its steps as children', async () => {
    const { stream } = await createClient().send(
      new AgenticRetrieveStreamCommand({
        messages: [{ role: 'user', content: { text: 'warranty' } }],
        retrievers: [{ configuration: { knowledgeBase: { knowledgeBaseId: 'KB12345678' } } }],
        agenticRetrieveConfiguration: {},
        generateResponse: true,
      }),
    );
    await readAll(stream);
    await flush();
    const span = findSpan('bedrock.agenticRetrieveStream');
    expect(span.output).toMatchObject({
      text: expect.stringContaining('three years') as string,
      results: [{}, {}],
    });
    expect(childrenOf(span)).toMatchObject([
      { name: 'bedrock.agenticRetrieve.planning', metadata: { status: 'SUCCEEDED' } },
      { name: 'bedrock.agenticRetrieve.retrieval', output: { retrievalResponse: [{}, {}] } },
    ]);
  });
});

test('GenerateQuery and OptimizePrompt are tasks', async () => {
  const client = createClient();
  await client.send(
    new GenerateQueryCommand({
      queryGenerationInput: { type: 'TEXT', text: 'Best customers' },
      transformationConfiguration: { mode: 'TEXT_TO_SQL' },
    }),
  );
  const { optimizedPrompt } = await client.send(
    new OptimizePromptCommand({
      input: { textPrompt: { text: 'Rocks' } },
      targetModelId: 'amazon.nova-lite-v1:0',
    }),
  );
  await readAll(optimizedPrompt);
  await flush();
  expect(session.collector.spans).toMatchObject([
    { name: 'bedrock.generateQuery', type: 'task', output: { queries: [{ type: 'REDSHIFT_SQL' }] } },
    {
      name: 'bedrock.optimizePrompt',
      type: 'task',
      input: { textPrompt: { text: 'Rocks' } },
      output: { optimizedPrompt: { textPrompt: { text: expect.stringContaining('Rocks') as string } } },
      metadata: { target_model: 'amazon.nova-lite-v1:0' },
    },
  ]);
});

describe('a client', () => {
  test('is traced in its aggregated form, by promise and by callback', async () => {
    const bedrock = wrapBedrockRuntime(
      new BedrockAgentRuntime({
        region: 'us-east-1',
        endpoint: session.emulator.url,
        credentials: { accessKeyId: 'AKIDEMULATOR', secretAccessKey: 'emulator-secret' },
      }),
    );
    const query = { knowledgeBaseId: 'KB12345678', retrievalQuery: { text: 'warranty' } };
    await bedrock.retrieve(query);
    await new Promise<void>((resolve) => {
      bedrock.retrieve(query, () => resolve());
    });
    await flush();
    expect(session.collector.spans.map(({ name }) => name)).toEqual(['bedrock.retrieve', 'bedrock.retrieve']);
  });

  test('is traced by the hook', async () => {
    const nodeModule = process.getBuiltinModule('node:module') as unknown as { _load: unknown };
    const load = nodeModule._load;
    hookModuleLoading();
    try {
      const require = createRequire(import.meta.url);
      require('@aws-sdk/client-bedrock-agent-runtime');
    } finally {
      nodeModule._load = load;
    }
    await createBareClient().send(
      new RetrieveCommand({ knowledgeBaseId: 'KB12345678', retrievalQuery: { text: 'warranty' } }),
    );
    await flush();
    expect(session.collector.span.name).toBe('bedrock.retrieve');
  });

  test('passes operations that are no work of a model untouched', async () => {
    await expect(
      createClient().send(new GetSessionCommand({ sessionIdentifier: 'session-1' })),
    ).rejects.toThrow('is not emulated');
    await flush();
    expect(session.collector.spans).toEqual([]);
  });
});
