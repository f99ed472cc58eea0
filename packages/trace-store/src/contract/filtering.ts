import type { TraceFilter } from '../trace-store.ts';
import { expect, it } from 'vitest';
import { sampleSpan } from './sample-span.ts';
import type { ContractContext } from './trace-store-harness.ts';

const start = 1_700_000_000_000_000;
const failure = { error: { type: 'ThrottlingException', message: 'Too many requests: 100%' } };

export function describeFiltering({ store }: ContractContext): void {
  const findIds = async (filter: TraceFilter): Promise<string[]> => {
    const { traces } = await store().listTraces({ project: 'project', limit: 50, filter });
    return traces.map(({ trace_id }) => trace_id);
  };
  const writeThree = (): Promise<void> =>
    store().writeSpans([
      sampleSpan({ trace_id: 'a', span_id: '1', name: 'Checkout_agent', start_time: start }),
      sampleSpan({
        trace_id: 'a',
        span_id: '2',
        parent_span_id: '1',
        start_time: start + 5,
        metadata: { model: 'Nova-Pro' },
      }),
      sampleSpan({ trace_id: 'b', span_id: '3', name: 'search', start_time: start + 10, ...failure }),
      sampleSpan({
        trace_id: 'c',
        span_id: '4',
        name: 'ÄRGER "x"',
        start_time: start + 20,
        input: 'Where is it?',
        output: 'On its way',
      }),
      sampleSpan({ trace_id: 'd', span_id: '5', name: 'checkout', start_time: start, project: 'other' }),
    ]);

  it.each<[TraceFilter, string[]]>([
    [{}, ['c', 'b', 'a']],
    [{ search: '' }, ['c', 'b', 'a']],
    [{ search: 'checkOUT' }, ['a']],
    [{ search: 'nova-p' }, ['a']],
    [{ search: 'model-a' }, ['c', 'b', 'a']],
    [{ search: 'WHERE is it' }, ['c']],
    [{ search: 'on its way' }, ['c']],
    [{ model: 'Nova-Pro' }, ['a']],
    [{ model: 'Nova' }, []],
    [{ model: 'model-a', hasError: true }, ['b']],
    [{ search: 'throttling' }, ['b']],
    [{ search: '100%' }, ['b']],
    [{ search: '_' }, ['a']],
    [{ search: '"x"' }, ['c']],
    [{ search: 'ÄRGER' }, ['c']],
    [{ search: 'b' }, ['b']],
    [{ search: 'nothing like it' }, []],
    [{ hasError: true }, ['b']],
    [{ hasError: false }, ['c', 'b', 'a']],
    [{ hasError: true, search: 'checkout' }, []],
    [{ startedFrom: start + 10 }, ['c', 'b']],
    [{ startedBefore: start + 10 }, ['a']],
    [{ startedFrom: start + 1, startedBefore: start + 20, hasError: true }, ['b']],
  ])('lists what %j asks for', async (filter, ids) => {
    await writeThree();
    expect(await findIds(filter)).toEqual(ids);
  });
}

const match = { search: 'match' };

export function describeFilteredPaging({ store }: ContractContext): void {
  const listPage = (cursor: string | undefined, filter: TraceFilter | undefined) =>
    store().listTraces({ project: 'project', limit: 4, cursor, filter });
  const writeThirty = (): Promise<void> =>
    store().writeSpans(
      Array.from({ length: 30 }, (_, index) =>
        sampleSpan({
          trace_id: `t${index}`,
          name: index % 3 === 0 ? 'match' : 'other',
          start_time: start + index,
        }),
      ),
    );

  it('pages through what matches', async () => {
    await writeThirty();
    const given: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listPage(cursor, match);
      given.push(...page.traces.map(({ trace_id }) => trace_id));
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined && given.length < 100);
    expect(given).toEqual(Array.from({ length: 10 }, (_, index) => `t${27 - 3 * index}`));
  });

  it.each([undefined, {}, { search: 'other' }, { ...match, hasError: true }, { ...match, model: 'model-a' }])(
    'refuses a cursor of another filter with %j',
    async (filter) => {
      await writeThirty();
      const { next_cursor } = await listPage(undefined, match);
      await expect(listPage(next_cursor ?? '', filter)).rejects.toMatchObject({ code: 'invalid_cursor' });
    },
  );
}
