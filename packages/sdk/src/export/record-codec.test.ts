import { expect, test } from 'vitest';
import type { SpanRecord } from '../tracer/span-record.ts';
import { createRecordCodec } from './record-codec.ts';

const unreadable = {
  get text(): string {
    throw new Error('not to be read');
  },
};

function createRecord(fields: Partial<SpanRecord>): SpanRecord {
  return {
    traceId: '1'.repeat(32),
    spanId: '2'.repeat(16),
    parentSpanId: null,
    name: 'work',
    type: 'task',
    startTime: 1,
    endTime: 2,
    input: undefined,
    output: undefined,
    metadata: {},
    metrics: {},
    error: null,
    events: [],
    tags: [],
    revision: 1,
    byteLength: 600,
    ...fields,
  };
}

interface OtlpBody {
  resourceSpans: { scopeSpans: { spans: { name: string }[] }[] }[];
}

function listNames(body: Uint8Array): string[] | undefined {
  const { resourceSpans } = JSON.parse(new TextDecoder().decode(body)) as OtlpBody;
  return resourceSpans[0]?.scopeSpans[0]?.spans.map(({ name }) => name);
}

const batches = [
  { bad: 'the first', names: ['bad', 'second', 'third'] },
  { bad: 'one in between', names: ['first', 'bad', 'third'] },
  { bad: 'the last', names: ['first', 'second', 'bad'] },
  { bad: 'the only', names: ['bad'] },
];

test.each(batches)(
  '$bad span that cannot be encoded leaves the others of its body whole',
  async ({ names }) => {
    const codec = createRecordCodec({ projectName: 'dépôt', serviceName: undefined, sdkVersion: '1' });
    const spans = names.map((name) => createRecord({ name, input: name === 'bad' ? unreadable : { name } }));
    const good = names.filter((name) => name !== 'bad');
    expect(listNames(await codec.encode(spans))).toEqual(good);
    expect(listNames(codec.encodeAtOnce(spans))).toEqual(good);
    const compacted = spans.map((span) => codec.compact?.(span) ?? span);
    expect(listNames(await codec.encode(compacted))).toEqual(good);
  },
);
