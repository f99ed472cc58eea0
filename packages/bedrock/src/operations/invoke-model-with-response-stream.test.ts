import { describe, expect, it } from 'vitest';
import { readInvokeStream } from '../../test/invoke-stream.ts';
import { createRandom } from '../../test/random.ts';
import { invokeModelWithResponseStream } from './invoke-model-with-response-stream.ts';

const metrics = {
  inputTokenCount: 4,
  outputTokenCount: 10,
  invocationLatency: 55,
  cacheReadInputTokenCount: 2,
};

describe('invokeModelWithResponseStream', () => {
  it("believes Bedrock's metrics before the model's own counts", () => {
    const { reading } = readInvokeStream([
      { generation: 'a', prompt_token_count: 90, generation_token_count: 1 },
      { generation: 'b', prompt_token_count: null, generation_token_count: 2, stop_reason: 'stop' },
      { 'amazon-bedrock-invocationMetrics': metrics },
    ]);
    expect(reading).toEqual({
      output: { generation: 'ab', prompt_token_count: 90, generation_token_count: 2, stop_reason: 'stop' },
      metadata: { stop_reason: 'stop' },
      usage: { inputTokens: 4, outputTokens: 10, cacheReadTokens: 2 },
      latencyMs: 55,
    });
  });

  it('keeps what a guardrail did', () => {
    const { reading } = readInvokeStream([
      { completion: 'no', stop_reason: null },
      {
        completion: '',
        stop_reason: 'stop_sequence',
        'amazon-bedrock-guardrailAction': 'INTERVENED',
        'amazon-bedrock-trace': { guardrail: { a: 1 } },
      },
    ]);
    expect(reading.metadata).toEqual({
      stop_reason: 'stop_sequence',
      guardrail_action: 'INTERVENED',
      trace: { guardrail: { a: 1 } },
    });
    expect(reading.output).toMatchObject({
      completion: 'no',
      'amazon-bedrock-guardrailAction': 'INTERVENED',
    });
  });

  it('keeps the chunks of an unknown family, up to a thousand, and says how many more came', () => {
    const chunks = Array.from({ length: 1500 }, (_, at) => ({ syllable: at }));
    const { reading, content } = readInvokeStream([
      ...chunks,
      { 'amazon-bedrock-invocationMetrics': metrics },
    ]);
    expect(reading.output).toEqual(chunks.slice(0, 1000));
    expect(reading.metadata).toEqual({ omitted_chunks: 500 });
    expect(reading.usage).toMatchObject({ inputTokens: 4, outputTokens: 10 });
    expect(content.indexOf(false)).toBe(1500);
  });

  it('keeps chunks that are no JSON, alone or among chunks that are', () => {
    expect(readInvokeStream(['plain', '[1]', '7']).reading.output).toEqual(['plain', [1], 7]);
    expect(readInvokeStream([{ generation: 'a' }, 'oops {', { generation: 'b' }]).reading).toMatchObject({
      output: { generation: 'ab' },
      metadata: { unread_chunks: ['oops {'] },
    });
  });

  it('skips exceptions given as values, unknown events and anything malformed', () => {
    const reader = invokeModelWithResponseStream.createStreamReader?.({ input: {}, metadata: {} });
    const malformed = [undefined, null, 1, [], {}, { chunk: null }, { chunk: {} }, { chunk: { bytes: 'x' } }];
    for (const event of [...malformed, { modelTimeoutException: { message: 'late' } }]) {
      expect(reader?.read(event)).toBe(false);
    }
    expect(reader?.result({})).toEqual({ output: undefined, metadata: {}, isWhole: false });
  });

  it('never throws, whatever a chunk says', () => {
    const random = createRandom(8);
    const starts = [
      { type: 'message_start', message: {} },
      { messageStart: {} },
      { choices: [{ delta: {} }] },
      { choices: [{ text: '' }] },
      { event_type: 'stream-start' },
      { is_finished: false },
      { outputs: [] },
      { outputText: '' },
      { completion: '' },
      { generation: '' },
      { message: '' },
      { other: 1 },
    ];
    const names = [
      'type',
      'index',
      'delta',
      'content_block',
      'choices',
      'tool_calls',
      'function',
      'text',
      'outputs',
    ];
    const more = [
      'message',
      'usage',
      'event_type',
      'response',
      'generations',
      'contentBlockDelta',
      'outputText',
    ];
    const values = ['x', 'content_block_delta', 'text_delta', 0, 1, -1, 1e9, null, true];
    function makeNonsense(depth: number): unknown {
      if (depth === 0 || random.integer(4) === 0) return random.pick(values);
      const entries = Array.from({ length: 3 }, () => [
        random.pick([...names, ...more]),
        makeNonsense(depth - 1),
      ]);
      return random.integer(4) === 0 ? entries : Object.fromEntries(entries);
    }
    for (let round = 0; round < 2000; round += 1) {
      const chunks = Array.from({ length: 6 }, () => makeNonsense(4));
      expect(readInvokeStream([random.pick(starts), ...chunks]).reading).toHaveProperty('metadata');
    }
  });
});
