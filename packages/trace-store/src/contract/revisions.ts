import { expect, it } from 'vitest';
import { sampleSpan, sampleTrace } from './sample-span.ts';
import type { ContractContext } from './trace-store-harness.ts';

export function describeRevisions({ store }: ContractContext): void {
  const first = sampleSpan({ name: 'first', revision: 1, tags: ['first'] });
  const second = sampleSpan({ name: 'second', revision: 2, input: 'second', metadata: {} });
  const third = sampleSpan({
    name: 'third',
    revision: 3,
    output: undefined,
    error: { type: 'E', message: 'third' },
  });
  const orders = [
    [first, second, third],
    [first, third, second],
    [second, first, third],
    [second, third, first],
    [third, first, second],
    [third, second, first],
  ];

  it.each(orders)('keeps the highest revision of any order of arrival', async (...order) => {
    for (const span of order) await store().writeSpans([span]);
    expect(await store().findSpan('span-1')).toEqual(withoutAbsent(third));
    expect((await store().findTrace('trace-1', { content: 'full' }))?.spans).toEqual([withoutAbsent(third)]);
    const [summary] = (await store().listTraces({ project: 'project', limit: 1 })).traces;
    expect(summary).toMatchObject({ name: 'third', span_count: 1, error_count: 1, metrics: { tokens: 15 } });
  });

  it.each(orders)('keeps the highest revision of any order within a write', async (...order) => {
    await store().writeSpans(order);
    expect(await store().findSpan('span-1')).toEqual(withoutAbsent(third));
  });
}

export function describeReplacing({ store, reopen }: ContractContext): void {
  const listOne = async () => (await store().listTraces({ project: 'project', limit: 1 })).traces[0];
  const readAll = async () => ({
    projects: await store().listProjects(),
    traces: await store().listTraces({ project: 'project', limit: 200 }),
    trace: await store().findTrace('trace-1', { content: 'full' }),
  });

  it('changes nothing when the same spans come again', async () => {
    const spans = sampleTrace(20);
    await store().writeSpans(spans);
    const before = await readAll();
    await store().writeSpans(spans);
    await store().writeSpans(spans.slice(5, 10));
    await reopen();
    await store().writeSpans(spans.toReversed());
    expect(await readAll()).toEqual(before);
  });

  it('keeps the later write of equal revisions', async () => {
    await store().writeSpans([sampleSpan({ name: 'earlier', metrics: { tokens: 1 } })]);
    await store().writeSpans([sampleSpan({ name: 'later', metrics: { tokens: 2 } })]);
    expect(await store().findSpan('span-1')).toMatchObject({ name: 'later', metrics: { tokens: 2 } });
    await store().writeSpans([sampleSpan({ name: 'a' }), sampleSpan({ name: 'b' })]);
    expect(await store().findSpan('span-1')).toMatchObject({ name: 'b' });
  });

  it('replaces a running span when it ends', async () => {
    const running = sampleSpan({ end_time: null, output: undefined, metrics: {}, revision: 1 });
    const ended = sampleSpan({ revision: 2 });
    await store().writeSpans([running]);
    expect(await store().findSpan('span-1')).toEqual(withoutAbsent(running));
    expect(await listOne()).toMatchObject({ end_time: null, metrics: {} });
    await store().writeSpans([ended]);
    expect(await store().findSpan('span-1')).toEqual(ended);
    expect(await listOne()).toMatchObject({
      end_time: ended.end_time,
      metrics: ended.metrics,
      span_count: 1,
    });
    await store().writeSpans([running]);
    expect(await store().findSpan('span-1')).toEqual(ended);
    expect((await store().listProjects())[0]?.trace_count).toBe(1);
  });
}

/** As JSON would carry it: fields that are undefined are absent. */
function withoutAbsent(value: object): unknown {
  return JSON.parse(JSON.stringify(value));
}
