import type { SpanDetail, TraceDetail } from '@outcrop/protocol';
import { apiPath, type SendRequest } from './send-request.ts';

export interface GetTraceQuery {
  /** `full` includes input, output and long metadata values. Default `none`. */
  content?: 'none' | 'full';
}

export function createTraceRequests(send: SendRequest) {
  return {
    getTrace: (traceId: string, query: GetTraceQuery = {}, signal?: AbortSignal) =>
      send<TraceDetail>('GET', apiPath`/api/traces/${traceId}`, { query: { ...query }, signal }),
    /** With its content. */
    getSpan: (spanId: string, signal?: AbortSignal) =>
      send<SpanDetail>('GET', apiPath`/api/spans/${spanId}`, { signal }),
  };
}
