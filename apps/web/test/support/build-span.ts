import type { Span, TraceSummary } from '@outcrop/protocol';

/** A span that is like any other but for what is given. */
export function buildSpan(given: Partial<Span> = {}): Span {
  return {
    trace_id: '0af7651916cd43dd8448eb211c80319c',
    span_id: 'b7ad6b7169203331',
    parent_span_id: null,
    project: 'returns-desk',
    name: 'bedrock.converse',
    type: 'llm',
    start_time: 1_000_000,
    end_time: 2_000_000,
    metadata: {},
    metrics: {},
    error: null,
    events: [],
    tags: [],
    service: null,
    sdk: null,
    revision: 1,
    ...given,
  };
}

/** A row of the trace list that is like any other but for what is given. */
export function buildTraceSummary(given: Partial<TraceSummary> = {}): TraceSummary {
  return {
    trace_id: 't1',
    project: 'returns-desk',
    root_span_id: 's1',
    name: 'answer-customer',
    type: 'task',
    input_preview: null,
    output_preview: null,
    start_time: 1_000_000,
    end_time: 2_000_000,
    span_count: 1,
    error_count: 0,
    partial_count: 0,
    error: null,
    models: [],
    metrics: {},
    ...given,
  };
}
