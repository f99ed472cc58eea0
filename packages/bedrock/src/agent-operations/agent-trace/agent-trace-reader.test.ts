import { describe, expect, it } from 'vitest';
import type { StepReading } from '../../operations/operation.ts';
import { AgentTraceReader } from './agent-trace-reader.ts';

const start = Date.UTC(2026, 0, 2, 3, 4, 5);

function at(offsetMs: number): Date {
  return new Date(start + offsetMs);
}

function microseconds(offsetMs: number): number {
  return (start + offsetMs) * 1000;
}

function readTrace(
  traces: readonly Record<string, unknown>[],
  reader = new AgentTraceReader(),
): AgentTraceReader {
  for (const [index, trace] of traces.entries()) reader.read({ trace }, microseconds(index * 10));
  return reader;
}

function only(steps: readonly StepReading[]): StepReading {
  const [step, ...others] = steps;
  if (!step || others.length > 0) throw new Error(`expected one step, got ${steps.length}`);
  return step;
}

function callModel(traceId: string): Record<string, unknown> {
  return { orchestrationTrace: { modelInvocationInput: { traceId, text: 'Why?', type: 'ORCHESTRATION' } } };
}

describe('times', () => {
  it("are the model's own where the trace says them", () => {
    const { steps } = readTrace([
      callModel('t-0'),
      {
        orchestrationTrace: {
          modelInvocationOutput: {
            traceId: 't-0',
            metadata: { startTime: at(3), endTime: at(7), totalTimeMs: 4 },
          },
        },
      },
    ]);
    expect(only(steps)).toMatchObject({ startTime: microseconds(3), endTime: microseconds(7), latencyMs: 4 });
  });

  it("are those of the events where it does not, and of the events' arrival where these say none", () => {
    const reader = new AgentTraceReader();
    reader.read({ eventTime: at(1), trace: callModel('t-0') }, microseconds(100));
    reader.read(
      { trace: { orchestrationTrace: { modelInvocationOutput: { traceId: 't-0' } } } },
      microseconds(120),
    );
    expect(only(reader.steps)).toMatchObject({ startTime: microseconds(1), endTime: microseconds(120) });
  });

  it('never end before they start', () => {
    const { steps } = readTrace([
      callModel('t-0'),
      {
        orchestrationTrace: {
          modelInvocationOutput: { traceId: 't-0', metadata: { startTime: at(50), endTime: at(40) } },
        },
      },
    ]);
    expect(only(steps).endTime).toBe(microseconds(50));
  });

  it('have no end while the step is under way', () => {
    expect(only(readTrace([callModel('t-0')]).steps).endTime).toBeUndefined();
  });
});

describe('model calls', () => {
  it('are told apart by their trace id when they overlap', () => {
    const { steps } = readTrace([
      callModel('t-0'),
      callModel('t-1'),
      {
        orchestrationTrace: { modelInvocationOutput: { traceId: 't-1', rawResponse: { content: 'second' } } },
      },
      {
        orchestrationTrace: { modelInvocationOutput: { traceId: 't-0', rawResponse: { content: 'first' } } },
      },
    ]);
    expect(steps.map(({ output }) => output)).toEqual(['first', 'second']);
  });

  it('are made of their output alone when the input is missing', () => {
    const { steps } = readTrace([
      {
        routingClassifierTrace: {
          modelInvocationOutput: { traceId: 't', metadata: { usage: { inputTokens: 3, outputTokens: 1 } } },
        },
      },
    ]);
    expect(only(steps)).toMatchObject({
      name: 'bedrock.agent.routingClassifier',
      type: 'llm',
      usage: { inputTokens: 3, outputTokens: 1 },
    });
  });

  it("take cache tokens from the raw response, and the trace's own counts before it", () => {
    const content = JSON.stringify({
      type: 'message',
      role: 'assistant',
      content: [],
      stop_reason: 'end_turn',
      usage: { input_tokens: 9, output_tokens: 9, cache_read_input_tokens: 40 },
    });
    const { steps } = readTrace([
      callModel('t-0'),
      {
        orchestrationTrace: {
          modelInvocationOutput: {
            traceId: 't-0',
            rawResponse: { content },
            metadata: { usage: { inputTokens: 3, outputTokens: 2 } },
          },
        },
      },
    ]);
    expect(only(steps)).toMatchObject({
      usage: { inputTokens: 3, outputTokens: 2, cacheReadTokens: 40 },
      metadata: { stop_reason: 'end_turn' },
    });
  });

  it('have the model of the request where the trace names none, by collaborator', () => {
    const reader = new AgentTraceReader({ findModel: (collaborator) => collaborator ?? 'main-model' });
    reader.read({ trace: callModel('t-0') }, 0);
    reader.read({ collaboratorName: 'helper', trace: callModel('t-1') }, 0);
    expect(reader.steps[0]?.metadata.model).toBe('main-model');
    expect(reader.steps[1]).toMatchObject({
      name: 'helper',
      type: 'task',
      steps: [{ metadata: { model: 'helper' } }],
    });
  });

  it('hold what came of their answer: its parsing, a reprompt', () => {
    const { steps } = readTrace([
      {
        preProcessingTrace: { modelInvocationInput: { traceId: 't', text: 'plain', type: 'PRE_PROCESSING' } },
      },
      { preProcessingTrace: { modelInvocationOutput: { traceId: 't', parsedResponse: { isValid: true } } } },
      {
        orchestrationTrace: {
          observation: { type: 'REPROMPT', repromptResponse: { source: 'PARSER', text: 'again' } },
        },
      },
    ]);
    expect(only(steps)).toMatchObject({
      name: 'bedrock.agent.preProcessing',
      input: 'plain',
      metadata: { parsed_response: { isValid: true }, reprompt: { source: 'PARSER', text: 'again' } },
    });
  });
});

describe('tools', () => {
  it('of an API are named by their route', () => {
    const { steps } = readTrace([
      {
        orchestrationTrace: {
          invocationInput: {
            invocationType: 'ACTION_GROUP',
            traceId: 't-0',
            actionGroupInvocationInput: {
              actionGroupName: 'orders',
              verb: 'get',
              apiPath: '/orders/{id}',
              parameters: [],
            },
          },
        },
      },
      {
        orchestrationTrace: {
          observation: {
            traceId: 't-0',
            type: 'ACTION_GROUP',
            actionGroupInvocationOutput: { text: '{"id":1}' },
          },
        },
      },
    ]);
    expect(only(steps)).toMatchObject({ name: 'get /orders/{id}', type: 'tool', output: { id: 1 } });
  });

  it('that run code have its error', () => {
    const { steps } = readTrace([
      {
        orchestrationTrace: {
          invocationInput: {
            invocationType: 'ACTION_GROUP_CODE_INTERPRETER',
            traceId: 't-0',
            codeInterpreterInvocationInput: { code: '1/0' },
          },
        },
      },
      {
        orchestrationTrace: {
          observation: {
            traceId: 't-0',
            codeInterpreterInvocationOutput: { executionError: 'ZeroDivisionError' },
          },
        },
      },
    ]);
    expect(only(steps)).toMatchObject({
      name: 'bedrock.agent.codeInterpreter',
      input: { code: '1/0' },
      output: { executionError: 'ZeroDivisionError' },
      error: { type: 'CodeExecutionError', message: 'ZeroDivisionError' },
    });
  });
});

describe('the reader', () => {
  it('keeps a failure that belongs to no step as one of its own', () => {
    const { steps } = readTrace([
      { failureTrace: { traceId: 'x', failureReason: 'no quota', failureCode: 429 } },
    ]);
    expect(only(steps)).toMatchObject({
      name: 'bedrock.agent.failure',
      error: { type: 'AgentFailure', message: 'no quota', status: 429 },
    });
  });

  it('keeps what custom orchestration says', () => {
    const { steps } = readTrace([{ customOrchestrationTrace: { traceId: 'x', event: { text: 'step 1' } } }]);
    expect(only(steps)).toMatchObject({
      name: 'bedrock.agent.customOrchestration',
      output: { text: 'step 1' },
    });
  });

  it('keeps a thousand steps and counts the others', () => {
    const reader = readTrace(Array.from({ length: 1010 }, (_, index) => callModel(`t-${index}`)));
    expect(reader.steps).toHaveLength(1000);
    expect(reader.omittedSteps).toBe(10);
  });

  it('shares nothing with the events', () => {
    const files = ['a.csv'];
    const trace = {
      orchestrationTrace: { invocationInput: { codeInterpreterInvocationInput: { code: '1', files } } },
    };
    const { steps } = readTrace([trace]);
    files.push('b.csv');
    expect(only(steps).input).toEqual({ code: '1', files: ['a.csv'] });
  });

  it.each([
    undefined,
    null,
    1,
    'x',
    [],
    {},
    { trace: null },
    { trace: { orchestrationTrace: 1, failureTrace: [] } },
  ])('takes no harm from %j', (event) => {
    const reader = new AgentTraceReader();
    reader.read(event, 0);
    expect(reader.steps).toEqual([]);
  });
});
