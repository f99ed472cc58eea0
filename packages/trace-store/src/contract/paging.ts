import type { TraceSummary } from '@outcrop/protocol';
import { expect, it } from 'vitest';
import type { TraceStore } from '../trace-store.ts';
import { sampleSpan } from './sample-span.ts';
import type { ContractContext } from './trace-store-harness.ts';

const start = 1_700_000_000_000_000;

export function describePaging({ store }: ContractContext): void {
  it('lists the newest start first', async () => {
    await store().writeSpans(
      [3, 1, 4, 0, 2].map((age) => sampleSpan({ trace_id: `t${age}`, start_time: start - age })),
    );
    const { traces, next_cursor } = await store().listTraces({ project: 'project', limit: 5 });
    expect(traces.map(({ trace_id }) => trace_id)).toEqual(['t0', 't1', 't2', 't3', 't4']);
    expect(next_cursor).toBeNull();
  });

  it('pages through traces of equal start without a gap', async () => {
    await store().writeSpans(numberedTraces(25));
    const pages = await readPages(store(), { limit: 4 });
    expect(pages.map((page) => page.length)).toEqual([4, 4, 4, 4, 4, 4, 1]);
    expect(countEach(pages)).toEqual({ given: 25, distinct: 25 });
  });

  it('ends with no cursor when the last page is full', async () => {
    await store().writeSpans(numberedTraces(8));
    expect((await readPages(store(), { limit: 4 })).map((page) => page.length)).toEqual([4, 4]);
  });

  it('neither skips nor repeats while traces arrive', async () => {
    await store().writeSpans(numberedTraces(20, (index) => start + index));
    let round = 0;
    const pages = await readPages(store(), {
      limit: 3,
      async between() {
        round += 1;
        const times = [start + 1000, start + 10, start - 1000];
        await store().writeSpans(
          times.map((start_time, index) => sampleSpan({ trace_id: `new ${round} ${index}`, start_time })),
        );
      },
    });
    const given = pages.flat().map(({ trace_id }) => trace_id);
    expect(new Set(given).size).toBe(given.length);
    const before = given.filter((id) => !id.startsWith('new'));
    expect(before).toEqual(Array.from({ length: 20 }, (_, index) => `trace ${19 - index}`));
  });

  it('neither skips nor repeats while roots arrive late and move traces back', async () => {
    await store().writeSpans(
      numberedTraces(20, (index) => start + index).map((span) => ({ ...span, parent_span_id: 'r' })),
    );
    let round = 0;
    const pages = await readPages(store(), {
      limit: 3,
      async between() {
        round += 1;
        const start_time = start - 100 * round;
        await store().writeSpans(
          [0, 5, 10, 15, 19].map((index) =>
            sampleSpan({ trace_id: `trace ${index}`, span_id: `r${round}`, start_time }),
          ),
        );
      },
    });
    expect(countEach(pages)).toEqual({ given: 20, distinct: 20 });
  });
}

export function describeCursors({ store, reopen, openOther }: ContractContext): void {
  const readCursor = async (project = 'project'): Promise<string> => {
    const { next_cursor } = await store().listTraces({ project, limit: 1 });
    if (next_cursor === null) throw new Error('a second page was expected');
    return next_cursor;
  };

  it('continues after a reopen', async () => {
    await store().writeSpans(numberedTraces(3, (index) => start - index));
    const cursor = await readCursor();
    const { traces } = await (await reopen()).listTraces({ project: 'project', limit: 10, cursor });
    expect(traces.map(({ trace_id }) => trace_id)).toEqual(['trace 1', 'trace 2']);
  });

  it('refuses a cursor that is malformed or of another list', async () => {
    await store().writeSpans([
      ...numberedTraces(3),
      ...numberedTraces(3).map((span) => ({ ...span, project: 'other' })),
    ]);
    const cursor = await readCursor();
    const malformed = [
      '',
      'x',
      '[]',
      cursor.slice(1),
      cursor.slice(0, -2),
      `${cursor}AA`,
      'é'.repeat(10),
      '0'.repeat(9999),
    ];
    for (const wrong of [...malformed, await readCursor('other')]) {
      const listing = store().listTraces({ project: 'project', limit: 1, cursor: wrong });
      await expect(listing).rejects.toMatchObject({ code: 'invalid_cursor' });
    }
  });

  it('refuses a cursor of another store', async () => {
    await store().writeSpans(numberedTraces(3));
    const cursor = await readCursor();
    const other = await openOther();
    await other.writeSpans(numberedTraces(3));
    await expect(other.listTraces({ project: 'project', limit: 1, cursor })).rejects.toMatchObject({
      code: 'invalid_cursor',
    });
  });

  it.each([0, -1, 201, 1.5, Number.NaN])('refuses a limit of %d', async (limit) => {
    await expect(store().listTraces({ project: 'project', limit })).rejects.toMatchObject({
      code: 'invalid_limit',
    });
  });
}

function numberedTraces(count: number, startTime: (index: number) => number = () => start) {
  return Array.from({ length: count }, (_, index) =>
    sampleSpan({ trace_id: `trace ${index}`, span_id: `span ${index}`, start_time: startTime(index) }),
  );
}

interface ReadPagesOptions {
  limit: number;
  /** Runs after each page. */
  between?: () => Promise<void>;
}

async function readPages(store: TraceStore, { limit, between }: ReadPagesOptions): Promise<TraceSummary[][]> {
  const pages: TraceSummary[][] = [];
  let cursor: string | undefined;
  do {
    const { traces, next_cursor } = await store.listTraces({ project: 'project', limit, cursor });
    pages.push(traces);
    cursor = next_cursor ?? undefined;
    await between?.();
  } while (cursor !== undefined && pages.length < 100);
  return pages;
}

function countEach(pages: TraceSummary[][]): { given: number; distinct: number } {
  const ids = pages.flat().map(({ trace_id }) => trace_id);
  return { given: ids.length, distinct: new Set(ids).size };
}
