import { describe, expect, it } from 'vitest';
import { getAsyncInvoke, listAsyncInvokes, startAsyncInvoke } from './async-invoke.ts';
import { countTokens } from './count-tokens.ts';
import { operations } from './find-operation.ts';
import { invokeGuardrailChecks } from './invoke-guardrail-checks.ts';
import { invokeModel } from './invoke-model.ts';

describe('operations that generate nothing', () => {
  it('are no model calls in the sums of a trace', () => {
    const llm = operations.filter(({ spanType = 'llm' }) => spanType === 'llm');
    expect(llm.map(({ operation }) => operation)).toEqual([
      'converse',
      'converseStream',
      'invokeModel',
      'invokeModelWithResponseStream',
      'invokeModelWithBidirectionalStream',
    ]);
  });

  it.each(operations)('$operation reads malformed values without a throw', (operation) => {
    const values = [undefined, null, 1, 'x', [], {}, { a: [null] }];
    for (const value of values) {
      const malformed = Object.fromEntries(
        ['input', 'content', 'usage', 'assessments', 'results', 'messages', 'checks', 'trace', 'body'].map(
          (name) => [name, value],
        ),
      );
      expect(operation.readRequest(malformed)).toHaveProperty('metadata');
      expect(operation.readResponse(malformed, {})).toHaveProperty('metadata');
    }
  });

  it('CountTokens: either kind of input, and a count that is no usage', () => {
    const messages = [{ role: 'user', content: [{ text: 'hi' }] }];
    const asked = { modelId: 'm', input: { converse: { messages, toolConfig: { tools: [] } } } };
    expect(countTokens.readRequest(asked)).toEqual({
      model: 'm',
      input: { messages },
      metadata: { tools: [] },
    });
    const body = Buffer.from('{"prompt":"hi","max_gen_len":3}');
    expect(countTokens.readRequest({ modelId: 'm', input: { invokeModel: { body } } })).toEqual({
      model: 'm',
      input: { prompt: 'hi', max_gen_len: 3 },
      metadata: { maxTokens: 3 },
    });
    expect(countTokens.readResponse({ inputTokens: 12 }, {})).toEqual({
      output: { inputTokens: 12 },
      metadata: {},
      metrics: { counted_input_tokens: 12 },
    });
  });

  it('InvokeGuardrailChecks: results and units', () => {
    const usage = { promptAttack: { textUnits: 2 } };
    expect(invokeGuardrailChecks.readResponse({ results: { promptAttack: 1 }, usage }, {})).toEqual({
      output: { promptAttack: 1 },
      metadata: { guardrail_units: { promptAttack: 2 } },
    });
  });

  it('asynchronous invocations: ARN, status and model', () => {
    expect(startAsyncInvoke.readRequest({ modelId: 'm', modelInput: { a: 1 }, tags: [] })).toEqual({
      model: 'm',
      input: { a: 1 },
      metadata: { invocation_tags: [] },
    });
    expect(startAsyncInvoke.readResponse({ invocationArn: 'arn:x', $metadata: {} }, {})).toEqual({
      output: { invocationArn: 'arn:x' },
      metadata: { invocation_arn: 'arn:x' },
    });
    const job = { invocationArn: 'arn:x', modelArn: 'arn:m', status: 'Failed', failureMessage: 'no bucket' };
    expect(getAsyncInvoke.readResponse({ ...job, $metadata: {} }, {})).toEqual({
      output: job,
      metadata: { model: 'arn:m', invocation_status: 'Failed', failure_message: 'no bucket' },
    });
    expect(listAsyncInvokes.readResponse({ asyncInvokeSummaries: [job], $metadata: {} }, {})).toEqual({
      output: { asyncInvokeSummaries: [job] },
      metadata: { invocation_count: 1 },
    });
  });
});

function summarize(body: object) {
  return invokeModel.readResponse({ body: JSON.stringify(body) }, {});
}

describe('vectors', () => {
  it.each<[string, object, object]>([
    ['Titan', { embedding: [3, 4] }, { embedding: { dimensions: 2, norm: 5 } }],
    [
      'Titan by type',
      { embeddingsByType: { float: [0.6, 0.8], binary: [1, 0, 1] }, inputTextTokenCount: 4 },
      {
        embeddingsByType: { float: { dimensions: 2, norm: 1 }, binary: { dimensions: 3, norm: 1.414 } },
        inputTextTokenCount: 4,
      },
    ],
    [
      'Cohere',
      { embeddings: [[1], [2]], texts: ['a', 'b'] },
      {
        embeddings: [
          { dimensions: 1, norm: 1 },
          { dimensions: 1, norm: 2 },
        ],
        texts: ['a', 'b'],
      },
    ],
    ['Marengo', { data: [{ embedding: [2, 0] }] }, { data: [{ embedding: { dimensions: 2, norm: 2 } }] }],
  ])('of %s have a summary beside them', (_model, body, summary) => {
    expect(summarize(body)).toMatchObject({ output: body, summary });
  });

  it('are not looked for in what is no embedding', () => {
    expect(summarize({ generation: 'x', numbers: [1, 2, 3] })).not.toHaveProperty('summary');
  });
});

it("counts how often Bedrock's own tools were used", () => {
  const usage = { input_tokens: 1, output_tokens: 1, server_tool_use: { web_search_requests: 2 } };
  const body = JSON.stringify({ type: 'message', content: [], usage });
  expect(invokeModel.readResponse({ body }, {}).metrics).toEqual({ server_tool_use_web_search_requests: 2 });
});
