import { describe, expect, it } from 'vitest';
import { createRandom, type Random } from '../../test/random.ts';
import { converseStream } from './converse-stream.ts';
import type { ResponseReading } from './operation.ts';

function createReader() {
  const reader = converseStream.createStreamReader?.({ input: {}, metadata: {} });
  if (!reader) throw new Error('no stream reader');
  return reader;
}

function readAll(events: unknown[]): { reading: ResponseReading; content: boolean[] } {
  const reader = createReader();
  const content = events.map((event) => reader.read(event));
  return { reading: reader.result({}), content };
}

function delta(contentBlockIndex: number, value: object) {
  return { contentBlockDelta: { contentBlockIndex, delta: value } };
}

function start(contentBlockIndex: number, value: object) {
  return { contentBlockStart: { contentBlockIndex, start: value } };
}

function contentOf(events: unknown[]): unknown {
  return (readAll(events).reading.output as { content: unknown }).content;
}

function citation(title: string) {
  return { title, sourceContent: [{ text: 'x' }], location: { web: { url: 'u' } } };
}

describe('converseStream', () => {
  it('puts text, tool use and closing events together', () => {
    const { reading, content } = readAll([
      { messageStart: { role: 'assistant' } },
      delta(0, { text: '' }),
      delta(0, { text: 'Let me ' }),
      delta(0, { text: 'look.' }),
      { contentBlockStop: { contentBlockIndex: 0 } },
      start(1, { toolUse: { toolUseId: 't1', name: 'look', type: 'server_tool_use' } }),
      delta(1, { toolUse: { input: '' } }),
      delta(1, { toolUse: { input: '{"at":' } }),
      delta(1, { toolUse: { input: '[1,2]}' } }),
      { contentBlockStop: { contentBlockIndex: 1 } },
      { messageStop: { stopReason: 'tool_use', additionalModelResponseFields: { a: 1 } } },
      {
        metadata: {
          usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
          metrics: { latencyMs: 40 },
          trace: { promptRouter: { invokedModelId: 'arn:m' } },
          performanceConfig: { latency: 'optimized' },
          serviceTier: { type: 'priority' },
        },
      },
    ]);
    expect(content).toEqual([false, false, true, true, false, true, false, true, true, false, false, false]);
    expect(reading).toEqual({
      output: {
        role: 'assistant',
        content: [
          { text: 'Let me look.' },
          { toolUse: { toolUseId: 't1', name: 'look', type: 'server_tool_use', input: { at: [1, 2] } } },
        ],
      },
      metadata: {
        stop_reason: 'tool_use',
        additional_model_response_fields: { a: 1 },
        trace: { promptRouter: { invokedModelId: 'arn:m' } },
        invoked_model: 'arn:m',
        performance_config: { latency: 'optimized' },
        service_tier: { type: 'priority' },
      },
      usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 },
      latencyMs: 40,
    });
  });

  it('keeps tool input as text when it was cut or is no JSON', () => {
    const toolUse = { toolUseId: 't', name: 'n' };
    expect(contentOf([start(0, { toolUse }), delta(0, { toolUse: { input: '{"a":' } })])).toEqual([
      { toolUse: { ...toolUse, input: '{"a":' } },
    ]);
    expect(contentOf([start(0, { toolUse })])).toEqual([{ toolUse: { ...toolUse, input: {} } }]);
    expect(contentOf([delta(0, { toolUse: { input: '{"a":1}' } })])).toEqual([
      { toolUse: { input: { a: 1 } } },
    ]);
  });

  it('keeps reasoning with its signature, and redacted reasoning byte for byte', () => {
    const { reading, content } = readAll([
      delta(0, { reasoningContent: { text: 'Hm' } }),
      delta(0, { reasoningContent: { text: 'm.' } }),
      delta(0, { reasoningContent: { signature: 'c2ln' } }),
      delta(1, { reasoningContent: { redactedContent: Uint8Array.of(1, 2) } }),
      delta(1, { reasoningContent: { redactedContent: Uint8Array.of(3) } }),
      delta(2, { reasoningContent: { signature: 'only' } }),
    ]);
    expect(content).toEqual([true, true, false, true, true, false]);
    expect(reading.output).toEqual({
      role: 'assistant',
      content: [
        { reasoningContent: { reasoningText: { text: 'Hmm.', signature: 'c2ln' } } },
        { reasoningContent: { redactedContent: Uint8Array.of(1, 2, 3) } },
        { reasoningContent: { reasoningText: { text: '', signature: 'only' } } },
      ],
    });
  });

  it('keeps all citations of a block', () => {
    expect(
      contentOf([
        delta(0, { citation: citation('one') }),
        delta(0, { text: 'said ' }),
        delta(0, { citation: citation('two') }),
        delta(0, { text: 'so' }),
        delta(1, { citation: citation('three') }),
      ]),
    ).toEqual([
      { citationsContent: { content: [{ text: 'said so' }], citations: [citation('one'), citation('two')] } },
      { citationsContent: { content: [], citations: [citation('three')] } },
    ]);
  });

  it('keeps tool results and images', () => {
    const { reading, content } = readAll([
      start(0, { toolResult: { toolUseId: 't', status: 'success' } }),
      delta(0, { toolResult: [{ text: 'part ' }] }),
      delta(0, { toolResult: [{ text: 'two' }, { json: { a: 1 } }] }),
      delta(0, { toolResult: [{ text: 'more' }] }),
      start(1, { image: { format: 'png' } }),
      delta(1, { image: { source: { bytes: Uint8Array.of(137, 80) } } }),
      delta(1, { image: { source: { bytes: Uint8Array.of(78) } } }),
      start(2, { image: { format: 'png' } }),
      delta(2, { image: { error: { message: 'blocked' } } }),
      delta(3, { image: { source: { s3Location: { uri: 's3://b/k' } } } }),
    ]);
    expect(content).toEqual([false, true, true, true, false, true, true, false, false, false]);
    expect(reading.output).toMatchObject({
      content: [
        {
          toolResult: {
            toolUseId: 't',
            status: 'success',
            content: [{ text: 'part two' }, { json: { a: 1 } }, { text: 'more' }],
          },
        },
        { image: { format: 'png', source: { bytes: Uint8Array.of(137, 80, 78) } } },
        { image: { format: 'png', error: { message: 'blocked' } } },
        { image: { source: { s3Location: { uri: 's3://b/k' } } } },
      ],
    });
  });

  it('keeps what it does not know, named by the wire or by the AWS SDK', () => {
    expect(
      contentOf([
        delta(0, { hologram: { part: 1 } }),
        delta(0, { hologram: { part: 2 } }),
        delta(1, { $unknown: ['smell', 'rose'] }),
        start(2, { $unknown: ['taste', { kind: 'sweet' }] }),
      ]),
    ).toEqual([{ hologram: [{ part: 1 }, { part: 2 }] }, { smell: 'rose' }, { taste: { kind: 'sweet' } }]);
  });

  it('sorts blocks by index and leaves out empty ones', () => {
    expect(contentOf([delta(7, { text: 'b' }), delta(2, { text: 'a' }), start(3, {}), delta(5, {})])).toEqual(
      [{ text: 'a' }, { text: 'b' }],
    );
  });

  it('shares nothing with the events', () => {
    const events = [
      start(0, { toolResult: { toolUseId: 't' } }),
      delta(0, { toolResult: [{ json: { deep: [1] } }] }),
      delta(1, { citation: { title: 'a' } }),
      delta(2, { reasoningContent: { redactedContent: Uint8Array.of(1) } }),
      delta(3, { hologram: { part: 1 } }),
      { messageStop: { stopReason: 'end_turn', additionalModelResponseFields: { a: [1] } } },
      { metadata: { usage: { inputTokens: 1 }, trace: { guardrail: { a: 1 } } } },
    ];
    const untouched = readAll(structuredClone(events)).reading;
    const reader = createReader();
    for (const event of events) {
      reader.read(event);
      scramble(event);
    }
    expect(reader.result({})).toEqual(untouched);
    scramble(reader.result({}));
    expect(reader.result({})).toEqual(untouched);
  });

  it('skips exceptions given as values, unknown events and anything malformed', () => {
    const { reading, content } = readAll([
      { throttlingException: { message: 'slow down' } },
      { unheardOf: {} },
      undefined,
      null,
      7,
      'text',
      [],
      { contentBlockDelta: null },
      { contentBlockDelta: {} },
      { contentBlockDelta: { contentBlockIndex: 0 } },
      { contentBlockDelta: { contentBlockIndex: 'x', delta: { text: 'lost' } } },
      delta(-1, { text: 'lost' }),
      delta(1e9, { text: 'lost' }),
      delta(Number.NaN, { text: 'lost' }),
      { contentBlockStart: 5 },
    ]);
    expect(content).not.toContain(true);
    expect(reading).toEqual({ output: undefined, metadata: {} });
  });

  it('never throws, whatever comes', () => {
    const random = createRandom(7);
    for (let round = 0; round < 2000; round += 1) {
      const reader = createReader();
      for (let left = 8; left > 0; left -= 1) {
        expect(typeof reader.read(makeNonsense(random, 5))).toBe('boolean');
      }
      expect(reader.result({})).toHaveProperty('metadata');
    }
    const circular: Record<string, unknown> = {};
    circular.hologram = { again: circular, list: [circular, circular] };
    expect(readAll([delta(0, circular), { metadata: circular }]).reading).toHaveProperty('output');
  });
});

/** Changes every object and array that can be reached. */
function scramble(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if (value instanceof Uint8Array) value.fill(255);
  else if (Array.isArray(value)) {
    value.forEach(scramble);
    value.push('scrambled');
  } else {
    for (const [name, item] of Object.entries(value)) {
      scramble(item);
      if (typeof item !== 'object') (value as Record<string, unknown>)[name] = 'scrambled';
    }
  }
}

const names = [
  'contentBlockStart',
  'contentBlockDelta',
  'contentBlockIndex',
  'messageStart',
  'messageStop',
  'metadata',
  'usage',
  'delta',
  'start',
  'text',
  'toolUse',
  'input',
  'toolResult',
  'reasoningContent',
  'redactedContent',
  'citation',
  'image',
  'source',
  'bytes',
  '$unknown',
];

function makeNonsense(random: Random, depth: number): unknown {
  if (depth > 0 && random.integer(3) > 0) {
    const entries = Array.from({ length: 1 + random.integer(3) }, () => [
      random.pick(names),
      makeNonsense(random, depth - 1),
    ]);
    return random.integer(5) === 0 ? entries : Object.fromEntries(entries);
  }
  return random.pick([undefined, null, 'x', random.integer(4), Uint8Array.of(1), true, []]);
}
