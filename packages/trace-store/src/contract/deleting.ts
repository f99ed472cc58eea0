import { expect, it } from 'vitest';
import { sampleSpan, sampleTrace } from './sample-span.ts';
import type { ContractContext } from './trace-store-harness.ts';

const start = 1_700_000_000_000_000;

export function describeDeleting({ store, reopen }: ContractContext): void {
  const listIds = async (project = 'project') =>
    (await store().listTraces({ project, limit: 200 })).traces.map(({ trace_id }) => trace_id);
  const writeTraces = (count: number, project = 'project') =>
    store().writeSpans(
      Array.from({ length: count }, (_, index) =>
        sampleSpan({
          project,
          trace_id: `t${index}`,
          span_id: `${project} ${index}`,
          start_time: start + index,
        }),
      ),
    );

  it('deletes a trace of a project with all its spans, and no other', async () => {
    await store().writeSpans([...sampleTrace(3), sampleSpan({ trace_id: 'other', span_id: 'o' })]);
    await store().writeSpans([sampleSpan({ project: 'foreign', span_id: 'f' })]);
    expect(await store().deleteTraces({ project: 'project', traceId: 'trace-1' })).toBe(1);
    await reopen();
    expect(await listIds()).toEqual(['other']);
    expect(await store().findSpan('span-0')).toBeUndefined();
    const rest = await store().findTrace('trace-1', { content: 'full' });
    expect(rest?.spans.map(({ project }) => project)).toEqual(['foreign']);
    expect(rest?.spans[0]?.input).toEqual(sampleSpan().input);
    expect(await store().deleteTraces({ project: 'project', traceId: 'trace-1' })).toBe(0);
  });

  it('deletes what started before a moment, however many', async () => {
    await writeTraces(250);
    expect(await store().deleteTraces({ project: 'project', startedBefore: start + 248 })).toBe(248);
    expect(await listIds()).toEqual(['t249', 't248']);
    expect(await store().listProjects()).toMatchObject([{ name: 'project', trace_count: 2 }]);
  });

  it('ends a project with its last trace', async () => {
    await writeTraces(3);
    await writeTraces(1, 'foreign');
    expect(await store().deleteTraces({ project: 'project' })).toBe(3);
    expect(await store().listProjects()).toMatchObject([{ name: 'foreign', trace_count: 1 }]);
    expect(await store().deleteTraces({ project: 'unknown' })).toBe(0);
  });

  it('lets who is paging go on, and a late span begin its trace anew', async () => {
    await writeTraces(5);
    await store().writeSpans([sampleSpan({ trace_id: 't4', span_id: 'early', start_time: start - 1 })]);
    const { next_cursor } = await store().listTraces({ project: 'project', limit: 2 });
    await store().deleteTraces({ project: 'project', traceId: 't1' });
    await store().deleteTraces({ project: 'project', traceId: 't4' });
    await writeTraces(2, 'foreign');
    const page = await store().listTraces({ project: 'project', limit: 200, cursor: next_cursor ?? '' });
    expect(page.traces.map(({ trace_id }) => trace_id)).toEqual(['t0']);
    await store().writeSpans([sampleSpan({ trace_id: 't4', span_id: 'late', start_time: start + 9 })]);
    expect((await store().listTraces({ project: 'project', limit: 1 })).traces[0]).toMatchObject({
      trace_id: 't4',
      span_count: 1,
    });
  });
}
