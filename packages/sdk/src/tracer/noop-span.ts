import type { Span } from './trace-span.ts';

/** Stands in when nothing is being recorded. */
export const noopSpan: Span = Object.freeze({
  traceId: '',
  spanId: '',
  log: () => undefined,
  end: () => undefined,
  startSpan: () => noopSpan,
  traced: <Result>(work: (span: Span) => Result): Result => work(noopSpan),
  permalink: () => '',
});
