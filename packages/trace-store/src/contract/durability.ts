import { expect, it } from 'vitest';
import { sampleSpan, sampleTrace } from './sample-span.ts';
import type { ContractContext } from './trace-store-harness.ts';

export function describeDurability({ store, reopen }: ContractContext): void {
  it('returns what was written, after a reopen too', async () => {
    const span = sampleSpan({
      error: { type: 'ThrottlingException', message: 'slow down', status: 429, retryable: true },
    });
    await store().writeSpans([span]);
    expect(await store().findSpan('span-1')).toEqual(span);
    expect(await (await reopen()).findSpan('span-1')).toEqual(span);
    expect(await store().findTrace('trace-1', { content: 'full' })).toEqual({
      trace_id: 'trace-1',
      spans: [span],
    });
    expect((await store().listTraces({ project: 'project', limit: 1 })).traces).toHaveLength(1);
  });

  it('shows a write to every read that follows its promise', async () => {
    for (let index = 0; index < 20; index += 1) {
      await store().writeSpans([sampleSpan({ trace_id: `trace-${index}`, span_id: `span-${index}` })]);
      expect(await store().findSpan(`span-${index}`)).toBeDefined();
      expect((await store().listTraces({ project: 'project', limit: 200 })).traces).toHaveLength(index + 1);
    }
  });

  it('keeps writes made at the same time', async () => {
    const spans = sampleTrace(200);
    await Promise.all(spans.map((span) => store().writeSpans([span])));
    const trace = await store().findTrace('trace-1', { content: 'full' });
    expect(trace?.spans).toEqual(spans);
    expect((await store().listTraces({ project: 'project', limit: 1 })).traces[0]?.span_count).toBe(200);
  });

  it('accepts no spans', async () => {
    await expect(store().writeSpans([])).resolves.toBeUndefined();
    expect(await store().listProjects()).toEqual([]);
  });

  it('leaves nothing behind of a write that fails', async () => {
    const cyclic: Record<string, never> = {};
    Object.assign(cyclic, { self: cyclic });
    const broken = sampleSpan({ span_id: 'broken', input: cyclic });
    await expect(store().writeSpans([sampleSpan(), broken])).rejects.toThrow('circular');
    expect(await store().findTrace('trace-1', { content: 'none' })).toBeUndefined();
    expect(await store().listProjects()).toEqual([]);
    await store().writeSpans([sampleSpan()]);
    expect((await store().findTrace('trace-1', { content: 'none' }))?.spans).toHaveLength(1);
  });

  it('neither keeps nor changes the values passed in', async () => {
    const span = sampleSpan();
    const untouched = structuredClone(span);
    const writing = store().writeSpans([span]);
    expect(span).toEqual(untouched);
    span.name = 'changed';
    span.metadata.model = 'changed';
    await writing;
    expect(await store().findSpan('span-1')).toEqual(untouched);
  });
}

export function describeClosing({ store }: ContractContext): void {
  it('is healthy while open', async () => {
    await expect(store().checkHealth()).resolves.toBeUndefined();
    await store().writeSpans([sampleSpan()]);
    await expect(store().checkHealth()).resolves.toBeUndefined();
  });

  it('waits for writes under way and closes twice', async () => {
    const writing = store().writeSpans(sampleTrace(500));
    await Promise.all([store().close(), store().close()]);
    await expect(writing).resolves.toBeUndefined();
    await expect(store().close()).resolves.toBeUndefined();
  });

  it('is unavailable once closed', async () => {
    const closed = store();
    await closed.close();
    const refusal = { code: 'store_unavailable' };
    await expect(closed.writeSpans([sampleSpan()])).rejects.toMatchObject(refusal);
    await expect(closed.listProjects()).rejects.toMatchObject(refusal);
    await expect(closed.listTraces({ project: 'project', limit: 1 })).rejects.toMatchObject(refusal);
    await expect(closed.findTrace('trace-1', { content: 'none' })).rejects.toMatchObject(refusal);
    await expect(closed.findSpan('span-1')).rejects.toMatchObject(refusal);
    await expect(closed.checkHealth()).rejects.toMatchObject(refusal);
  });
}
