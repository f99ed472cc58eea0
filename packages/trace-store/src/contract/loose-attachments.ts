import { expect, it } from 'vitest';
import { sampleSpan } from './sample-span.ts';
import type { ContractContext } from './trace-store-harness.ts';

const hash = (digit: string): string => digit.repeat(64);

export function describeLooseAttachments({ store, reopen }: ContractContext): void {
  it('tells which attachments no span refers to any more, until they are forgotten', async () => {
    const refer = (...digits: string[]) =>
      digits.map((digit) => ({ type: 'attachment', sha256: hash(digit), byte_length: 1 }));
    const loose = () => store().listLooseAttachments({ limit: 10 });
    await store().writeSpans([
      sampleSpan({ trace_id: 'a', span_id: 'a', input: refer('a', 'b'), output: [] }),
      sampleSpan({ trace_id: 'a', span_id: 'a2', input: 1, metadata: { request: refer('c') } }),
      sampleSpan({ trace_id: 'b', span_id: 'b', input: refer('b') }),
      sampleSpan({ trace_id: 'c', span_id: 'c', input: { sha256: hash('d') } }),
    ]);
    expect(await loose()).toEqual([]);
    await store().deleteTraces({ project: 'project', traceId: 'a' });
    await reopen();
    expect(await loose()).toEqual([hash('a'), hash('c')]);
    expect(await store().listLooseAttachments({ after: hash('a'), limit: 1 })).toEqual([hash('c')]);
    await store().writeSpans([sampleSpan({ trace_id: 'd', span_id: 'd', input: refer('c') })]);
    expect(await loose()).toEqual([hash('a')]);
    await store().forgetAttachments([hash('a')]);
    expect(await loose()).toEqual([]);
    await store().deleteTraces({ project: 'project' });
    expect(await loose()).toEqual([hash('b'), hash('c')]);
  });
}
