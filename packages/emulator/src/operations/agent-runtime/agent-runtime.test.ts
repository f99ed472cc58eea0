import {
  AgenticRetrieveStreamCommand,
  BedrockAgentRuntimeClient,
  DependencyFailedException,
  GenerateQueryCommand,
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
  type TracePart,
} from '@aws-sdk/client-bedrock-agent-runtime';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import { defaultCredentials, startEmulator } from '../../index.ts';
import type { Emulator } from '../../index.ts';
import { catchError, collect } from '../../../test/create-bedrock-client.ts';

let emulator: Emulator;
let client: BedrockAgentRuntimeClient;

beforeAll(async () => {
  emulator = await startEmulator();
  client = new BedrockAgentRuntimeClient({
    region: 'us-east-1',
    endpoint: emulator.url,
    credentials: defaultCredentials,
    maxAttempts: 1,
  });
});
afterEach(() => emulator.reset());
afterAll(async () => {
  client.destroy();
  await emulator.close();
});

async function ask(
  inputText: string,
  options: Partial<InvokeAgentCommandInput> = {},
): Promise<ResponseStream[]> {
  const { completion } = await client.send(
    new InvokeAgentCommand({
      agentId: 'AGENT12345',
      agentAliasId: 'TSTALIASID',
      sessionId: 's-1',
      inputText,
      ...options,
    }),
  );
  return collect(completion);
}

function textOf(events: readonly ResponseStream[]): string {
  return events.map((event) => Buffer.from(event.chunk?.bytes ?? []).toString()).join('');
}

function tracesOf(events: readonly ResponseStream[]): TracePart[] {
  return events.flatMap((event) => event.trace ?? []);
}

test('an agent answers in one chunk, or in many when asked to stream, and traces only when asked to', async () => {
  const whole = await ask('What can you do?');
  expect(whole).toHaveLength(1);
  const streamed = await ask('What can you do?', { streamingConfigurations: { streamFinalResponse: true } });
  expect(streamed.length).toBeGreaterThan(3);
  expect(textOf(streamed)).toBe(textOf(whole));
  const output = await client.send(
    new InvokeAgentCommand({
      agentId: 'A',
      agentAliasId: 'B',
      sessionId: 'my session',
      inputText: 'Hi',
      memoryId: 'm-1',
    }),
  );
  expect(output).toMatchObject({ contentType: 'application/json', sessionId: 'my session', memoryId: 'm-1' });
  await collect(output.completion);
});

test('a tool call is traced as model call, rationale, invocation, observation and final response', async () => {
  const events = await ask('How is the weather in Oslo?', { enableTrace: true });
  const members = tracesOf(events).flatMap(({ trace }) => {
    const [kind, part] = Object.entries(trace ?? {})[0] ?? [];
    return `${kind} ${Object.keys(part as object)
      .filter((name) => !/action|metadata|traceId|Assess/u.test(name))
      .join()}`;
  });
  expect(members).toEqual([
    'guardrailTrace ',
    'preProcessingTrace modelInvocationInput',
    'preProcessingTrace modelInvocationOutput',
    'orchestrationTrace modelInvocationInput',
    'orchestrationTrace modelInvocationOutput',
    'orchestrationTrace rationale',
    'orchestrationTrace invocationInput',
    'orchestrationTrace observation',
    'orchestrationTrace modelInvocationInput',
    'orchestrationTrace modelInvocationOutput',
    'orchestrationTrace observation',
  ]);
  const output = tracesOf(events)[4]?.trace?.orchestrationTrace?.modelInvocationOutput;
  expect(output?.metadata?.startTime).toBeInstanceOf(Date);
  expect(output?.metadata?.usage?.inputTokens).toBeGreaterThan(10);
  expect(JSON.parse(output?.rawResponse?.content ?? '')).toMatchObject({ stop_reason: 'tool_use' });
  expect(textOf(events)).toContain('Oslo');
});

test('a look-up is traced with its references, and the answer cites them', async () => {
  const events = await ask('Search the documents about warranty', { enableTrace: true });
  const observation = tracesOf(events).find(
    ({ trace }) => trace?.orchestrationTrace?.observation?.type === 'KNOWLEDGE_BASE',
  )?.trace?.orchestrationTrace?.observation;
  expect(observation?.knowledgeBaseLookupOutput?.retrievedReferences?.[0]?.content?.text).toContain(
    'warranty',
  );
  expect(events.at(-1)?.chunk?.attribution?.citations).toHaveLength(1);
});

test('a collaborator says its name and the chain of its callers', async () => {
  const traces = tracesOf(await ask('Where is my invoice 7?', { enableTrace: true }));
  const own = traces.filter(({ collaboratorName }) => collaboratorName === 'billing');
  expect(own.length).toBeGreaterThan(3);
  expect(own.every(({ callerChain }) => callerChain?.length === 2)).toBe(true);
  expect(traces.filter(({ callerChain }) => callerChain?.length === 1).length).toBeGreaterThan(3);
});

test('control is returned to the caller, whose result then is the answer', async () => {
  const [event] = await ask('Please cancel order 9');
  const invocationId = event?.returnControl?.invocationId;
  expect(event?.returnControl?.invocationInputs?.[0]?.functionInvocationInput?.function).toBe('cancel_order');
  const events = await ask('', {
    sessionState: {
      invocationId,
      returnControlInvocationResults: [
        { functionResult: { actionGroup: 'orders', responseBody: { TEXT: { body: 'cancelled' } } } },
      ],
    },
  });
  expect(textOf(events)).toContain('cancelled');
});

test('a guardrail answers in the place of the agent', async () => {
  const events = await ask('This is blocked', { enableTrace: true });
  expect(tracesOf(events)[0]?.trace?.guardrailTrace?.action).toBe('INTERVENED');
  expect(textOf(events)).toBe('Sorry, the model cannot answer this question.');
});

test('a failure is traced and then thrown by the stream', async () => {
  const { completion } = await client.send(
    new InvokeAgentCommand({
      agentId: 'A',
      agentAliasId: 'B',
      sessionId: 'C',
      inputText: 'fail',
      enableTrace: true,
    }),
  );
  const seen: ResponseStream[] = [];
  const error = await catchError(
    (async () => {
      for await (const event of completion ?? []) seen.push(event);
    })(),
  );
  expect(error).toBeInstanceOf(DependencyFailedException);
  expect(seen.at(-1)?.trace?.trace?.failureTrace?.failureCode).toBe(424);
});

test('what cannot be an agent is refused', async () => {
  const error = await catchError(
    client.send(
      new InvokeAgentCommand({ agentId: 'not an agent', agentAliasId: 'B', sessionId: 'C', inputText: 'Hi' }),
    ),
  );
  expect(error).toMatchObject({ name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 404 } });
  const empty = await catchError(ask(''));
  expect(empty.name).toBe('ValidationException');
});

test('an inline agent uses the functions it is given', async () => {
  const { completion, sessionId } = await client.send(
    new InvokeInlineAgentCommand({
      foundationModel: 'us.amazon.nova-pro-v1:0',
      instruction: 'You convert amounts of money between currencies for travellers.',
      sessionId: 's-2',
      inputText: 'Convert 5 euro',
      enableTrace: true,
      actionGroups: [
        {
          actionGroupName: 'money',
          functionSchema: {
            functions: [{ name: 'convert', parameters: { amount: { type: 'number', required: true } } }],
          },
        },
      ],
    }),
  );
  expect(sessionId).toBe('s-2');
  const events = await collect(completion);
  const called = events.flatMap(
    (event) =>
      event.trace?.trace?.orchestrationTrace?.invocationInput?.actionGroupInvocationInput?.function ?? [],
  );
  expect(called).toEqual(['convert']);
  const error = await catchError(
    client.send(
      new InvokeInlineAgentCommand({
        foundationModel: 'amazon.nova-pro-v1:0',
        instruction: 'Short',
        sessionId: 's',
      }),
    ),
  );
  expect(error.name).toBe('ValidationException');
});

test('a flow runs its nodes, or asks back', async () => {
  const input = { flowIdentifier: 'FLOW123456', flowAliasIdentifier: 'LIVE', enableTrace: true };
  const { responseStream, executionId } = await client.send(
    new InvokeFlowCommand({
      ...input,
      inputs: [{ nodeName: 'FlowInput', nodeOutputName: 'document', content: { document: 'Hello' } }],
    }),
  );
  expect(executionId).toMatch(/^[0-9a-f]{16}$/u);
  const events = await collect(responseStream);
  expect(events.at(-1)?.flowCompletionEvent?.completionReason).toBe('SUCCESS');
  expect(events.at(-2)?.flowOutputEvent?.content?.document).toContain('Hello');
  const agentTraces = events.flatMap(
    (event) => event.flowTraceEvent?.trace?.nodeDependencyTrace?.traceElements?.agentTraces ?? [],
  );
  expect(agentTraces[0]?.eventTime).toBeInstanceOf(Date);
  const asked = await client.send(
    new InvokeFlowCommand({ ...input, inputs: [{ nodeName: 'FlowInput', content: { document: 'Which?' } }] }),
  );
  expect((await collect(asked.responseStream)).at(-1)?.flowCompletionEvent?.completionReason).toBe(
    'INPUT_REQUIRED',
  );
});

test('knowledge bases are searched, reranked and answered from', async () => {
  const found = await client.send(
    new RetrieveCommand({
      knowledgeBaseId: 'KB12345678',
      retrievalQuery: { text: 'How long is the warranty?' },
      retrievalConfiguration: { vectorSearchConfiguration: { numberOfResults: 2 } },
    }),
  );
  expect(found.retrievalResults).toHaveLength(2);
  expect(found.retrievalResults?.[0]).toMatchObject({
    location: { type: 'S3' },
    score: expect.any(Number) as number,
  });
  const ranked = await client.send(
    new RerankCommand({
      queries: [{ type: 'TEXT', textQuery: { text: 'green tea' } }],
      sources: ['black coffee', 'green tea leaves'].map((text) => ({
        type: 'INLINE',
        inlineDocumentSource: { type: 'TEXT', textDocument: { text } },
      })),
      rerankingConfiguration: {
        type: 'BEDROCK_RERANKING_MODEL',
        bedrockRerankingConfiguration: {
          modelConfiguration: {
            modelArn: 'arn:aws:bedrock:us-east-1::foundation-model/cohere.rerank-v3-5:0',
          },
        },
      },
    }),
  );
  expect(ranked.results?.map(({ index }) => index)).toEqual([1, 0]);
  const request = {
    input: { text: 'How long is the warranty?' },
    retrieveAndGenerateConfiguration: {
      type: 'KNOWLEDGE_BASE' as const,
      knowledgeBaseConfiguration: {
        knowledgeBaseId: 'KB12345678',
        modelArn: 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0',
      },
    },
  };
  const answer = await client.send(new RetrieveAndGenerateCommand(request));
  expect(answer.output?.text).toContain('three years');
  const { stream, sessionId } = await client.send(new RetrieveAndGenerateStreamCommand(request));
  const events = await collect(stream);
  expect(sessionId).toBe(answer.sessionId);
  expect(events.map((event) => event.output?.text ?? '').join('')).toBe(answer.output?.text);
  expect(events.at(-1)?.citation?.retrievedReferences).toHaveLength(1);
  const error = await catchError(
    client.send(new RetrieveCommand({ knowledgeBaseId: 'no such base', retrievalQuery: { text: 'x' } })),
  );
  expect(error.name).toBe('ResourceNotFoundException');
});

test('queries are written, prompts optimised and retrieval planned', async () => {
  const { queries } = await client.send(
    new GenerateQueryCommand({
      queryGenerationInput: { type: 'TEXT', text: 'Best customers' },
      transformationConfiguration: { mode: 'TEXT_TO_SQL' },
    }),
  );
  expect(queries?.[0]?.sql).toContain('SELECT');
  const { optimizedPrompt } = await client.send(
    new OptimizePromptCommand({
      input: { textPrompt: { text: 'Rocks' } },
      targetModelId: 'amazon.nova-lite-v1:0',
    }),
  );
  const optimised = await collect(optimizedPrompt);
  expect(optimised.at(-1)?.optimizedPromptEvent?.optimizedPrompt?.textPrompt?.text).toContain('Rocks');
  const { stream } = await client.send(
    new AgenticRetrieveStreamCommand({
      messages: [{ role: 'user', content: { text: 'warranty' } }],
      retrievers: [{ configuration: { knowledgeBase: { knowledgeBaseId: 'KB12345678' } } }],
      agenticRetrieveConfiguration: {},
      generateResponse: true,
    }),
  );
  const events = await collect(stream);
  expect(events.filter((event) => event.traceEvent)).toHaveLength(4);
  expect(events.at(-1)?.result?.results?.[0]?.content?.text).toContain('warranty');
});
