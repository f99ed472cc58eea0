import { expect, it } from 'vitest';
import { sampleSpan } from './sample-span.ts';
import type { ContractContext } from './trace-store-harness.ts';

export function describePreparedWrites({ store, reopen }: ContractContext): void {
  it('writes what was prepared as it was then, with whatever is written sooner', async () => {
    const span = sampleSpan({ span_id: 'prepared' });
    const untouched = structuredClone(span);
    const write = store().prepareSpans([span], { withinMs: 3_600_000 });
    span.name = 'changed';
    const writing = write();
    await store().writeSpans([sampleSpan({ span_id: 'at-once' })]);
    await writing;
    expect(await store().findSpan('prepared')).toEqual(untouched);
  });

  it('writes what was prepared within its time, and before it closes', async () => {
    await store().prepareSpans([sampleSpan({ span_id: 'soon' })], { withinMs: 5 })();
    expect(await store().findSpan('soon')).toBeDefined();
    const writing = store().prepareSpans([sampleSpan({ span_id: 'last' })], { withinMs: 3_600_000 })();
    const reopened = await reopen();
    await writing;
    expect(await reopened.findSpan('last')).toBeDefined();
  });
}
