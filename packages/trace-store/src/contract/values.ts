import type { Span } from '@outcrop/protocol';
import { expect, it } from 'vitest';
import { sampleSpan } from './sample-span.ts';
import type { ContractContext } from './trace-store-harness.ts';

const oddTexts = [
  ['unicode', 'naïve 漢字 🪨 ‏עברית e\u0301'],
  ['NUL', 'a\u0000b\u0000'],
  ['lone surrogates', '\ud800 a \udc00 \udc00\ud800'],
  ['control characters', '\u0001\u001a\u001a0000\u001b\u007f\n\r\t'],
  ['SQL', `'; DROP TABLE spans; -- " \\ %_?`],
  ['JSON', '{"a":[1,null]}'],
  ['a number', '007'],
  ['spaces', '  '],
  ['10,000 characters', 'x'.repeat(10_000)],
] as const;

export function describeTexts({ store, reopen }: ContractContext): void {
  it.each(oddTexts)('keeps %s in every text', async (_what, text) => {
    const span = sampleSpan({
      trace_id: text,
      span_id: text,
      parent_span_id: text,
      project: text,
      name: text,
      input: { [text]: text },
      output: text,
      metadata: { [`key ${text}`]: text, model: text },
      metrics: { [text]: 1 },
      error: { type: text, message: text, stack: text },
      events: [{ name: text, time: 1, attributes: { [text]: text } }],
      tags: [text, text],
      service: text,
      sdk: text,
    });
    await store().writeSpans([span, sampleSpan()]);
    await reopen();
    expect(await store().findSpan(text)).toStrictEqual(span);
    expect(await store().findTrace(text, { content: 'full' })).toStrictEqual({
      trace_id: text,
      spans: [span],
    });
    const { traces } = await store().listTraces({ project: text, limit: 10 });
    const { name, error, project, trace_id } = span;
    expect(traces).toMatchObject([{ trace_id, project, name, error, root_span_id: text, models: [text] }]);
    expect((await store().listProjects()).map((row) => row.name)).toContain(text);
  });

  it('keeps texts apart that differ in one odd character', async () => {
    const texts = [
      'a',
      'a\u0000',
      'a\u0000b',
      'a\u001a',
      'a\u001a0000',
      'a\ud800',
      'a\ud801',
      'a\ufffd',
      'A',
      'a ',
    ];
    await store().writeSpans(texts.map((text) => sampleSpan({ trace_id: text, span_id: text, name: text })));
    for (const text of texts)
      expect(await store().findSpan(text)).toMatchObject({ trace_id: text, name: text });
    expect((await store().listTraces({ project: 'project', limit: 200 })).traces).toHaveLength(texts.length);
  });
}

export function describeNumbers({ store }: ContractContext): void {
  it('keeps empty values', async () => {
    const {
      input: _input,
      output: _output,
      ...fields
    } = sampleSpan({ name: '', service: null, sdk: null, events: [], tags: [] });
    const span: Span = { ...fields, metadata: {}, metrics: {}, service: '' };
    await store().writeSpans([span]);
    expect(await store().findSpan('span-1')).toStrictEqual(span);
    expect((await store().listTraces({ project: 'project', limit: 1 })).traces).toMatchObject([
      { models: [], metrics: {} },
    ]);
  });

  it('keeps numbers at their extremes', async () => {
    const metrics = {
      prompt_tokens: Number.MAX_SAFE_INTEGER,
      completion_tokens: 0,
      tokens: Number.MAX_VALUE,
      cost_usd: Number.MIN_VALUE,
      prompt_cached_tokens: 2 ** 63,
      prompt_cache_creation_tokens: -1,
      odd: -123.456e-7,
    };
    const times = { start_time: 0, end_time: Number.MAX_SAFE_INTEGER, revision: Number.MAX_SAFE_INTEGER };
    const span = sampleSpan({ ...times, metrics });
    await store().writeSpans([span, sampleSpan({ ...times, span_id: 'second', revision: 0, start_time: 1 })]);
    expect(await store().findSpan('span-1')).toStrictEqual(span);
    expect(await store().findSpan('second')).toMatchObject({ revision: 0, start_time: 1 });
    const { traces } = await store().listTraces({ project: 'project', limit: 1 });
    expect(traces).toMatchObject([{ start_time: 0, end_time: Number.MAX_SAFE_INTEGER, span_count: 2 }]);
    expect(traces[0]?.metrics.prompt_cached_tokens).toBe(2 ** 63);
  });

  it('omits a sum that is beyond the largest number', async () => {
    const metrics = { tokens: Number.MAX_VALUE, completion_tokens: 1 };
    await store().writeSpans(['a', 'b', 'c'].map((span_id) => sampleSpan({ span_id, metrics })));
    const { traces } = await store().listTraces({ project: 'project', limit: 1 });
    expect(traces[0]?.metrics).toEqual({ completion_tokens: 3 });
  });
}
