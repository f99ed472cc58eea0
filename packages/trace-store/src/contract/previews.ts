import type { Span } from '@outcrop/protocol';
import { expect, it } from 'vitest';
import { sampleSpan } from './sample-span.ts';
import type { ContractContext } from './trace-store-harness.ts';

const start = 1_700_000_000_000_000;

function buildCall(id: string, at: number, given: Partial<Span> = {}): Span {
  return sampleSpan({
    span_id: id,
    parent_span_id: 'root',
    start_time: start + at,
    input: id,
    output: id,
    ...given,
  });
}

/** The lines by which a list tells one trace from the next. */
export function describePreviews({ store }: ContractContext): void {
  const listOne = async () => (await store().listTraces({ project: 'project', limit: 1 })).traces[0];
  const root = sampleSpan({ span_id: 'root', type: 'task', input: undefined, output: undefined });

  it('shows what an only span was asked and answered', async () => {
    await store().writeSpans([sampleSpan()]);
    expect(await listOne()).toMatchObject({ input_preview: 'hello', output_preview: 'hi' });
  });

  it('shows nothing where nothing was recorded', async () => {
    await store().writeSpans([root]);
    expect(await listOne()).toMatchObject({ input_preview: null, output_preview: null });
  });

  it('asks the first and the last model call where the root does not say', async () => {
    const tool = buildCall('tool', 4, { type: 'tool' });
    await store().writeSpans([buildCall('second', 3), root, buildCall('first', 1), tool]);
    expect(await listOne()).toMatchObject({ input_preview: 'first', output_preview: 'second' });
  });

  it('takes the root at its word', async () => {
    await store().writeSpans([
      buildCall('call', 1),
      { ...root, input: { question: 'why?' }, output: 'because' },
    ]);
    expect(await listOne()).toMatchObject({ input_preview: 'why?', output_preview: 'because' });
  });

  it('follows a span that is replaced, and keeps any text', async () => {
    await store().writeSpans([sampleSpan({ input: 'a\0b \ud800', output: undefined })]);
    expect(await listOne()).toMatchObject({ input_preview: 'a\0b \ud800', output_preview: null });
    await store().writeSpans([sampleSpan({ revision: 2, output: 'done' })]);
    expect(await listOne()).toMatchObject({ input_preview: 'hello', output_preview: 'done' });
  });
}
