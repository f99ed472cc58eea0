import type { Span } from '@outcrop/protocol';

export interface TraceTotals {
  /** Microseconds since the Unix epoch. */
  startTime: number;
  /** `null` while any span runs. */
  endTime: number | null;
  spanCount: number;
  callCount: number;
  /** Failed spans beneath which nothing failed: an error that passes through its callers is one. */
  errorCount: number;
  /** Spans that know only part of their answer. */
  partialCount: number;
  /** Including cache reads and writes. */
  tokens: number;
  cachedTokens: number;
  /** Undefined when no call of the trace has a known price. */
  costUsd: number | undefined;
  /** Calls whose stream ended early, so that not all of their cost is known. */
  uncostedCount: number;
  models: string[];
}

function addCall(totals: TraceTotals, span: Span): void {
  const { tokens, prompt_cached_tokens: cached, cost_usd: cost } = span.metrics;
  totals.callCount += 1;
  totals.tokens += tokens ?? 0;
  totals.cachedTokens += cached ?? 0;
  if (cost !== undefined) totals.costUsd = (totals.costUsd ?? 0) + cost;
  if (span.metadata['partial'] === true) totals.uncostedCount += 1;
  const model = span.metadata['model'];
  if (typeof model === 'string' && !totals.models.includes(model)) totals.models.push(model);
}

/** Whether it is another span of a call that was counted: the SDK and the gateway make one each, with one request id. */
function isRepeated({ metadata, metrics }: Span, counted: Set<unknown>): boolean {
  const { request_id: requestId } = metadata;
  if (typeof requestId !== 'string' || metrics.tokens === undefined) return false;
  if (counted.has(requestId)) return true;
  counted.add(requestId);
  return false;
}

/** Sums over a trace; tokens and cost count spans of type llm only and each call once, as the trace list does. */
export function sumTrace(spans: readonly Span[]): TraceTotals {
  const totals: TraceTotals = {
    startTime: Number.POSITIVE_INFINITY,
    endTime: 0,
    spanCount: spans.length,
    callCount: 0,
    errorCount: 0,
    partialCount: 0,
    tokens: 0,
    cachedTokens: 0,
    costUsd: undefined,
    uncostedCount: 0,
    models: [],
  };
  const failedParents = new Set(spans.map((span) => span.error && span.parent_span_id));
  const counted = new Set<unknown>();
  for (const span of spans) {
    totals.startTime = Math.min(totals.startTime, span.start_time);
    const isRunning = totals.endTime === null || span.end_time === null;
    totals.endTime = isRunning ? null : Math.max(totals.endTime ?? 0, span.end_time ?? 0);
    if (span.error && !failedParents.has(span.span_id)) totals.errorCount += 1;
    if (span.metadata['partial'] === true) totals.partialCount += 1;
    if (span.type === 'llm' && !isRepeated(span, counted)) addCall(totals, span);
  }
  return totals;
}
