import type { Span } from '@outcrop/protocol';

/** A finished span; give what matters to the test. */
export function sampleSpan(fields: Partial<Span> = {}): Span {
  return {
    trace_id: 'trace-1',
    span_id: 'span-1',
    parent_span_id: null,
    project: 'project',
    name: 'bedrock.converse',
    type: 'llm',
    start_time: 1_700_000_000_000_000,
    end_time: 1_700_000_001_000_000,
    input: { messages: [{ role: 'user', content: [{ text: 'hello' }] }] },
    output: { message: { role: 'assistant', content: [{ text: 'hi' }] } },
    metadata: { provider: 'aws-bedrock', model: 'model-a' },
    metrics: { prompt_tokens: 10, completion_tokens: 5, tokens: 15, cost_usd: 0.25 },
    error: null,
    events: [{ name: 'retry', time: 1_700_000_000_400_000, attributes: { attempt: 1, delay_ms: 12.5 } }],
    tags: ['tag'],
    service: 'service',
    sdk: 'outcrop-js/0.1.0',
    revision: 1,
    ...fields,
  };
}

/** Spans of one trace with ids `span-0`, `span-1` …, the first being the root, one microsecond apart. */
export function sampleTrace(count: number, fields: Partial<Span> = {}): Span[] {
  return Array.from({ length: count }, (_, index) =>
    sampleSpan({
      span_id: `span-${index}`,
      parent_span_id: index === 0 ? null : 'span-0',
      start_time: 1_700_000_000_000_000 + index,
      ...fields,
    }),
  );
}
