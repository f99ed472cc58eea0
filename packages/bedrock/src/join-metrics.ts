import type { SpanMetrics } from '@outcrop/protocol';

/** Both together; undefined when there is neither, as with most calls. */
export function joinMetrics(
  first: SpanMetrics | undefined,
  second: SpanMetrics | undefined,
): SpanMetrics | undefined {
  return first && second ? { ...first, ...second } : (first ?? second);
}
