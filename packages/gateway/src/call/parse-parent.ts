import type { IncomingHttpHeaders } from 'node:http';
import { parseBraintrustParent } from './parse-braintrust-parent.ts';

/** https://www.w3.org/TR/trace-context/#traceparent-header */
const traceparentPattern =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-[0-9a-f]{2}(-|$)/;

export interface TraceParent {
  traceId: string;
  /** Null where only the trace is known. */
  spanId: string | null;
}

/** The span that the client says its request belongs to; undefined when it says nothing valid. */
export function parseParent(headers: IncomingHttpHeaders): TraceParent | undefined {
  const { traceparent } = headers;
  if (typeof traceparent === 'string') {
    const [, traceId, spanId] = traceparentPattern.exec(traceparent) ?? [];
    if (traceId !== undefined && spanId !== undefined) return { traceId, spanId };
  }
  if (headers['x-bt-parent'] === undefined) return undefined;
  const { traceId, spanId = null } = parseBraintrustParent(headers);
  return traceId === undefined ? undefined : { traceId, spanId };
}
