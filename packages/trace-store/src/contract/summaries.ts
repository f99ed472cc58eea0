import { expect, it } from 'vitest';
import { sampleSpan, sampleTrace } from './sample-span.ts';
import type { ContractContext } from './trace-store-harness.ts';

const start = 1_700_000_000_000_000;
const failure = (message: string) => ({ error: { type: 'Failure', message } });

const previews = { input_preview: 'hello', output_preview: 'hi' };

export function describeSummaries({ store }: ContractContext): void {
  const listOne = async () => (await store().listTraces({ project: 'project', limit: 1 })).traces[0];

  it('sums up a trace', async () => {
    const child = { parent_span_id: 'root' };
    await store().writeSpans([
      sampleSpan({
        span_id: 'root',
        type: 'task',
        name: 'agent',
        start_time: start,
        end_time: start + 90,
        metadata: {},
      }),
      sampleSpan({
        ...child,
        span_id: 'b',
        start_time: start + 20,
        end_time: start + 30,
        metadata: { model: 'model-b' },
      }),
      sampleSpan({
        ...child,
        span_id: 'a',
        start_time: start + 10,
        end_time: start + 95,
        metrics: { tokens: 1.5 },
      }),
      sampleSpan({
        ...child,
        span_id: 'c',
        start_time: start + 30,
        end_time: start + 40,
        metadata: { model: 'model-b' },
      }),
    ]);
    expect(await listOne()).toEqual({
      ...previews,
      trace_id: 'trace-1',
      project: 'project',
      root_span_id: 'root',
      name: 'agent',
      type: 'task',
      start_time: start,
      end_time: start + 95,
      span_count: 4,
      error_count: 0,
      partial_count: 0,
      error: null,
      models: ['model-a', 'model-b'],
      metrics: { prompt_tokens: 20, completion_tokens: 10, tokens: 31.5, cost_usd: 0.5 },
    });
  });

  it('leaves out a sum of which no span has a part', async () => {
    await store().writeSpans([
      sampleSpan({ metrics: { tokens: 0, latency_ms: 5 } }),
      sampleSpan({ span_id: 'tool', type: 'tool', parent_span_id: 'span-1', metrics: { prompt_tokens: 7 } }),
    ]);
    expect((await listOne())?.metrics).toEqual({ tokens: 0 });
  });
}

export function describeRepeatedCalls({ store }: ContractContext): void {
  const listOne = async () => (await store().listTraces({ project: 'project', limit: 1 })).traces[0];

  it('counts a model call once whose request id several spans have', async () => {
    const call = {
      start_time: start,
      metadata: { request_id: 'r1' },
      metrics: { tokens: 15, prompt_tokens: 10, cost_usd: 0.5 },
    };
    const spans = [
      sampleSpan({ ...call, span_id: 'app', type: 'task', metrics: { tokens: 99 } }),
      sampleSpan({ ...call, span_id: 'sdk', parent_span_id: 'app' }),
      sampleSpan({ ...call, span_id: 'gateway', parent_span_id: 'sdk' }),
      sampleSpan({ ...call, span_id: 'second', parent_span_id: 'app', metadata: { request_id: 'r2' } }),
      sampleSpan({ ...call, span_id: 'third', parent_span_id: 'sdk', metadata: {} }),
      sampleSpan({ ...call, span_id: 'fourth', parent_span_id: 'sdk', metadata: {} }),
    ];
    for (const span of spans.toReversed()) await store().writeSpans([span]);
    expect((await listOne())?.metrics).toEqual({ tokens: 60, prompt_tokens: 40, cost_usd: 2 });
  });

  it('counts that span of a model call which knows its tokens', async () => {
    const metadata = { request_id: 'r1' };
    await store().writeSpans([
      sampleSpan({ span_id: 'sdk', metadata, metrics: { latency_ms: 5 } }),
      sampleSpan({ span_id: 'gateway', parent_span_id: 'sdk', metadata, metrics: { tokens: 15 } }),
    ]);
    expect((await listOne())?.metrics).toEqual({ tokens: 15 });
  });
}

export function describeProgress({ store }: ContractContext): void {
  const listOne = async () => (await store().listTraces({ project: 'project', limit: 1 })).traces[0];

  it('is running while any span is', async () => {
    const [root, child] = sampleTrace(2);
    await store().writeSpans([root!, { ...child!, end_time: null }]);
    expect(await listOne()).toMatchObject({ end_time: null });
    await store().writeSpans([{ ...child!, revision: 2 }]);
    expect(await listOne()).toMatchObject({ end_time: child!.end_time });
  });

  it('shows the earliest span until the root arrives', async () => {
    const child = { parent_span_id: 'root', type: 'tool' } as const;
    await store().writeSpans([
      sampleSpan({ ...child, span_id: 'late', name: 'late', start_time: start + 20 }),
    ]);
    expect(await listOne()).toMatchObject({ root_span_id: 'late', start_time: start + 20 });
    await store().writeSpans([
      sampleSpan({ ...child, span_id: 'early', name: 'early', start_time: start + 10 }),
    ]);
    expect(await listOne()).toMatchObject({
      root_span_id: 'early',
      name: 'early',
      type: 'tool',
      start_time: start + 10,
    });
    await store().writeSpans([sampleSpan({ span_id: 'root', name: 'root', start_time: start + 15 })]);
    expect(await listOne()).toMatchObject({
      root_span_id: 'root',
      name: 'root',
      type: 'llm',
      start_time: start + 10,
    });
    expect(await store().listProjects()).toEqual([
      { name: 'project', trace_count: 1, last_start_time: start + 10 },
    ]);
  });

  it('leaves the list as new as its newest trace when one moves back', async () => {
    await store().writeSpans([sampleSpan({ trace_id: 'a', parent_span_id: 'root', start_time: start + 50 })]);
    await store().writeSpans([sampleSpan({ trace_id: 'b', start_time: start + 40 })]);
    await store().writeSpans([sampleSpan({ trace_id: 'a', span_id: 'root', start_time: start + 30 })]);
    const { traces } = await store().listTraces({ project: 'project', limit: 10 });
    expect(traces.map(({ trace_id }) => trace_id)).toEqual(['b', 'a']);
    expect(await store().listProjects()).toEqual([
      { name: 'project', trace_count: 2, last_start_time: start + 40 },
    ]);
  });
}

export function describePartial({ store }: ContractContext): void {
  it('counts the spans that know only part of their answer, until they know all of it', async () => {
    const countPartial = async () =>
      (await store().listTraces({ project: 'project', limit: 1 })).traces[0]?.partial_count;
    const partial = { metadata: { partial: true, partial_reason: 'left' } };
    await store().writeSpans([
      sampleSpan({ span_id: 'a', revision: 1, ...partial }),
      sampleSpan({ span_id: 'b', revision: 1, ...partial }),
      sampleSpan({ span_id: 'c', revision: 1, metadata: { partial: 'true' } }),
      sampleSpan({ span_id: 'd', project: 'other', ...partial }),
    ]);
    expect(await countPartial()).toBe(2);
    await store().writeSpans([sampleSpan({ span_id: 'a', revision: 2 })]);
    expect(await countPartial()).toBe(1);
  });
}

export function describeErrors({ store }: ContractContext): void {
  const listOne = async () => (await store().listTraces({ project: 'project', limit: 1 })).traces[0];

  it('shows the first error of a trace, then its root’s', async () => {
    const [root, second, third] = sampleTrace(3);
    await store().writeSpans([root!, { ...third!, ...failure('third') }]);
    expect(await listOne()).toMatchObject({ error_count: 1, ...failure('third') });
    await store().writeSpans([{ ...second!, ...failure('second') }]);
    expect(await listOne()).toMatchObject({ error_count: 2, ...failure('second') });
    await store().writeSpans([{ ...root!, ...failure('root') }]);
    expect(await listOne()).toMatchObject({ error_count: 3, ...failure('root') });
  });

  it('forgets an error that a later revision does not have', async () => {
    await store().writeSpans([sampleSpan({ ...failure('gone') })]);
    await store().writeSpans([sampleSpan({ revision: 2 })]);
    expect(await listOne()).toMatchObject({ error_count: 0, error: null });
  });
}

export function describeProjects({ store }: ContractContext): void {
  it('has no project before the first span', async () => {
    expect(await store().listProjects()).toEqual([]);
    expect(await store().listTraces({ project: 'project', limit: 10 })).toEqual({
      traces: [],
      next_cursor: null,
    });
    expect(await store().findTrace('trace-1', { content: 'full' })).toBeUndefined();
    expect(await store().findSpan('span-1')).toBeUndefined();
  });

  it('lists projects by name', async () => {
    const names = ['b', 'a', 'ä', 'Z', 'c'];
    await store().writeSpans(
      names.map((project, index) => sampleSpan({ project, start_time: start + index })),
    );
    expect((await store().listProjects()).map(({ name }) => name)).toEqual(['Z', 'a', 'b', 'c', 'ä']);
  });

  it('keeps two projects of one trace id apart in lists and together in the trace', async () => {
    const here = sampleSpan({ project: 'here', start_time: start });
    const there = sampleSpan({
      project: 'there',
      start_time: start + 1,
      parent_span_id: 'span-1',
      name: 'there',
    });
    await store().writeSpans([there, here]);
    expect((await store().findTrace('trace-1', { content: 'full' }))?.spans).toEqual([here, there]);
    expect((await store().findTrace('trace-1', { content: 'full', project: 'there' }))?.spans).toEqual([
      there,
    ]);
    expect((await store().findTrace('trace-1', { content: 'none', project: 'here' }))?.spans).toHaveLength(1);
    expect(await store().findTrace('trace-1', { content: 'full', project: 'elsewhere' })).toBeUndefined();
    expect(await store().findSpan('span-1', { project: 'here' })).toEqual(here);
    expect(await store().findSpan('span-1', { project: 'elsewhere' })).toBeUndefined();
    for (const { project, name } of [here, there]) {
      const { traces } = await store().listTraces({ project, limit: 10 });
      expect(traces).toMatchObject([{ project, name, span_count: 1, metrics: { tokens: 15 } }]);
    }
    expect(await store().listProjects()).toMatchObject([{ trace_count: 1 }, { trace_count: 1 }]);
  });

  it('finds the newest span of an id that several traces hold', async () => {
    await store().writeSpans([
      sampleSpan({ trace_id: 'old', start_time: start }),
      sampleSpan({ trace_id: 'new', start_time: start + 2 }),
      sampleSpan({ trace_id: 'middle', start_time: start + 1 }),
    ]);
    expect(await store().findSpan('span-1')).toMatchObject({ trace_id: 'new' });
  });
}
