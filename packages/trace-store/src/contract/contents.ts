import type { JsonValue, Span } from '@outcrop/protocol';
import { expect, it } from 'vitest';
import { sampleSpan, sampleTrace } from './sample-span.ts';
import type { ContractContext } from './trace-store-harness.ts';

export function describeContents({ store }: ContractContext): void {
  const readBoth = async (): Promise<{ none?: Span; full?: Span }> => ({
    none: (await store().findTrace('trace-1', { content: 'none' }))?.spans[0],
    full: (await store().findTrace('trace-1', { content: 'full' }))?.spans[0],
  });

  it('leaves input, output and large metadata out on request', async () => {
    const metadata = {
      model: 'model-a',
      fits: 'x'.repeat(998),
      large: 'x'.repeat(999),
      tools: [{ name: 'tool', description: 'y'.repeat(2000) }],
      small: { nested: [1, 2, 3] },
    };
    const span = sampleSpan({ metadata });
    const { input: _input, output: _output, ...listed } = span;
    const { large: _large, tools: _tools, ...smallMetadata } = metadata;
    await store().writeSpans([span]);
    const { none, full } = await readBoth();
    expect(none).toStrictEqual({ ...listed, metadata: smallMetadata });
    expect(full).toStrictEqual(span);
    expect(await store().findSpan('span-1')).toStrictEqual(span);
  });

  it('returns many small metadata values whole', async () => {
    const metadata = Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`key ${index}`, 'x'.repeat(50)]),
    );
    await store().writeSpans([sampleSpan({ metadata })]);
    expect((await readBoth()).none?.metadata).toEqual(metadata);
  });

  it('tells an absent input from a null one', async () => {
    const { input: _input, ...absent } = sampleSpan({ span_id: 'absent' });
    await store().writeSpans([absent, sampleSpan({ span_id: 'null', input: null })]);
    expect(await store().findSpan('absent')).not.toHaveProperty('input');
    expect(await store().findSpan('null')).toHaveProperty('input', null);
  });

  it('takes content away when the newer revision has none', async () => {
    const { input: _input, output: _output, ...bare } = sampleSpan({ revision: 2 });
    await store().writeSpans([sampleSpan({ metadata: { large: 'x'.repeat(5000) } })]);
    await store().writeSpans([bare]);
    expect(await store().findSpan('span-1')).toStrictEqual(bare);
  });
}

export function describeAnyContent({ store }: ContractContext): void {
  it.each<[string, JsonValue]>([
    ['a short text', 'hi'],
    ['a long text', 'long '.repeat(400_000)],
    ['text that does not compress', randomText(20_000)],
    ['false', false],
    ['zero', 0],
    ['an empty text', ''],
    ['an empty object', {}],
    ['deep nesting', nest(500)],
    ['a key named __proto__', JSON.parse('{"__proto__":{"a":1},"constructor":2}') as JsonValue],
  ])('returns %s as it was', async (_what, value) => {
    const metadata = { value, large: [value, 'x'.repeat(1000)] };
    const span = sampleSpan({ input: value, output: value, metadata });
    await store().writeSpans([span]);
    expect(JSON.stringify((await store().findSpan('span-1'))?.input)).toBe(JSON.stringify(value));
    expect(await store().findSpan('span-1')).toStrictEqual(span);
  });

  it('opens a trace of 10,000 spans', async () => {
    const spans = sampleTrace(10_000);
    for (let from = 0; from < spans.length; from += 2_500)
      await store().writeSpans(spans.slice(from, from + 2_500));
    const none = await store().findTrace('trace-1', { content: 'none' });
    expect(none?.spans.map(({ span_id }) => span_id)).toEqual(spans.map(({ span_id }) => span_id));
    expect(none?.spans.some((span) => 'input' in span || 'output' in span)).toBe(false);
    expect((await store().findTrace('trace-1', { content: 'full' }))?.spans).toEqual(spans);
    const { traces } = await store().listTraces({ project: 'project', limit: 1 });
    expect(traces[0]).toMatchObject({ span_count: 10_000, metrics: { tokens: 150_000, cost_usd: 2500 } });
  });
}

function randomText(length: number): string {
  let state = 1;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(0x4e00 + (state % 20_000));
  }).join('');
}

function nest(depth: number): JsonValue {
  return depth === 0 ? 'bottom' : { inner: [nest(depth - 1)] };
}
